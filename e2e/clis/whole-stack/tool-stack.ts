import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { acpPresets } from '../../../packages/contracts/src/acp-presets.ts';
import type { Connection } from '../../support/client.ts';
import { PROVIDER_KEY, type Stack, startStack } from '../../support/stack.ts';
import { type TestedTool, testedTools } from '../cli-programs.ts';
import { processesOf } from '../processes.ts';
import { patiently, StackSession, type StartOptions } from './stack-session.ts';

/** Server, agent and provider with the CLIs of this run, and what a person with a browser does with them. */
export class ToolStack {
  /** Those since the last mark, oldest first. */
  readonly sessions: StackSession[] = [];

  private constructor(
    readonly stack: Stack,
    readonly connection: Connection,
    readonly machineId: string,
  ) {}

  /** With what the person's own settings of Claude Code put into its environment. */
  static async start(claudeEnvironment: Record<string, string> = {}): Promise<ToolStack> {
    // As root Claude Code works without asking only in a sandbox.
    const stack = await startStack({ tools: testedTools, environment: { IS_SANDBOX: '1' } });
    mkdirSync(join(stack.home, '.claude'));
    writeFileSync(join(stack.home, '.claude/settings.json'), JSON.stringify({ env: claudeEnvironment }));
    const connection = await stack.admin();
    const { api } = connection;
    await api.providerKey.create.mutate({ provider: 'anthropic', name: 'Anthropic', apiKey: PROVIDER_KEY, baseUrl: stack.llm.url });
    await api.providerKey.create.mutate({ provider: 'openai', name: 'OpenAI', apiKey: PROVIDER_KEY, baseUrl: `${stack.llm.url}/v1` });
    await api.providerKey.create.mutate({ provider: 'google', name: 'Google', apiKey: PROVIDER_KEY, baseUrl: stack.llm.url });
    for (const preset of acpPresets) if (testedTools.includes(preset.id as TestedTool)) await api.acpAgent.set.mutate(preset);
    const machineId = await vi.waitFor(async () => {
      const [machine] = (await api.machine.list.query({})).items;
      expect(machine).toMatchObject({ status: 'online' });
      expect(machine?.tools.map(({ tool }) => tool)).toEqual(expect.arrayContaining(testedTools));
      return machine?.id ?? '';
    }, patiently);
    return new ToolStack(stack, connection, machineId);
  }

  async startSession(tool: TestedTool, message: string, options: StartOptions = {}): Promise<StackSession> {
    const place = { connection: this.connection, machineId: this.machineId, cwd: this.stack.project };
    const session = await StackSession.start(place, tool, message, options);
    this.sessions.push(session);
    return session;
  }

  async restartServer(): Promise<void> {
    await this.stack.server.kill();
    await this.stack.server.start();
  }

  async restartAgent(signal: NodeJS.Signals): Promise<void> {
    await this.stack.agent.kill(signal);
    await this.stack.agent.start();
    await this.untilOnline();
  }

  async untilOnline(): Promise<void> {
    await expect
      .poll(async () => (await this.connection.api.machine.list.query({})).items.map(({ status }) => status), patiently)
      .toEqual(['online']);
  }

  /** What the provider was asked, without Codex's attempts at a WebSocket. */
  asked() {
    return this.stack.llm.requests.filter(({ status, method }) => status !== 426 && method === 'POST');
  }

  lastBody(): string {
    return JSON.stringify(this.asked().at(-1)?.body);
  }

  /** Processes of this home besides server and agent: CLIs, and what they started. */
  cliProcesses(): string[] {
    const { stack } = this;
    return processesOf(stack.home)
      .filter(({ pid }) => pid !== stack.server.pid() && pid !== stack.agent.pid())
      .map(({ command }) => command);
  }

  stop(): Promise<void> {
    return this.stack.stop();
  }
}
