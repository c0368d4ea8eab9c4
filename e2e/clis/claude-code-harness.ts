import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Guardian } from '../../apps/agent/src/drivers/guardian.ts';
import { claudeCode } from '../../apps/agent/src/drivers/stream-json/claude-code.ts';
import { streamJsonDriver } from '../../apps/agent/src/drivers/stream-json/driver.ts';
import { Tools } from '../../apps/agent/src/facts/tools.ts';
import { createLogger } from '../../apps/agent/src/logger.ts';
import { LiveSessions } from '../../apps/agent/src/sessions/live.ts';
import { Sessions } from '../../apps/agent/src/sessions/sessions.ts';
import type { SessionEvent } from '../../packages/contracts/src/session-events.ts';
import type { PermissionMode } from '../../packages/contracts/src/tools.ts';
import { type FakeProvider, startFakeProvider } from './fake-provider.ts';

export type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;

const packages = fileURLToPath(new URL('../node_modules/@anthropic-ai/', import.meta.url));

/** The folder of the real binary for this platform; of another version where OPENACE_TEST_CLAUDE names one. */
export function claudeFolder(): string {
  if (process.env.OPENACE_TEST_CLAUDE) return process.env.OPENACE_TEST_CLAUDE;
  const name = readdirSync(packages).find((entry) => entry.startsWith(`claude-code-${process.platform}-${process.arch}`));
  if (!name) throw new Error(`There is no Claude Code for ${process.platform} on ${process.arch} in ${packages}.`);
  return join(packages, name);
}

export const gatewayToken = 'ace_p_the-token-of-this-session';

/** A machine with a home of its own, the real Claude Code, a project, and a provider in the place of our gateway. */
export interface Machine {
  readonly home: string;
  readonly project: string;
  readonly provider: FakeProvider;
  readonly sessions: Sessions;
  /** Writes a file below the home. */
  write(path: string, content: string | object): Promise<string>;
  start(options?: StartOptions): Promise<TestSession>;
  close(): Promise<void>;
}

interface StartOptions {
  readonly sessionId?: string;
  readonly toolSessionId?: string;
  readonly resume?: boolean;
  readonly mode?: PermissionMode;
  readonly model?: string;
  readonly allowedRules?: string[];
  readonly message?: string;
}

export interface MachineOptions {
  readonly environment?: Record<string, string>;
  /** A shell script in the place of Claude Code. */
  readonly program?: string;
}

export async function startMachine({ environment = {}, program }: MachineOptions = {}): Promise<Machine> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'openace-claude-')));
  const project = join(home, 'project');
  await mkdir(project);
  // The person's own settings, which hold as far as they are theirs to make.
  await mkdir(join(home, '.claude'));
  await writeFile(join(home, '.claude/settings.json'), JSON.stringify({ env: { CLAUDE_CODE_MAX_RETRIES: '1' } }));
  const provider = await startFakeProvider({ tokens: [gatewayToken] });
  if (program !== undefined) {
    await mkdir(join(home, 'bin'));
    await writeFile(join(home, 'bin/claude'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  }
  const path = [
    program === undefined ? claudeFolder() : join(home, 'bin'),
    dirname(process.execPath),
    '/usr/local/bin',
    '/usr/bin',
    '/bin',
  ].join(':');
  const env = { PATH: path, HOME: home, LANG: 'C.UTF-8', ...environment };
  const events = new Map<string, SessionEvent[]>();
  const sessions = new Sessions({
    drivers: [streamJsonDriver(claudeCode(env, home), new Guardian())],
    tools: new Tools(env, home, createLogger('silent')),
    places: { home, forbidden: [] },
    serverUrl: provider.url,
    box: { append: async (sessionId, event) => void events.set(sessionId, [...(events.get(sessionId) ?? []), event]) },
    live: new LiveSessions(join(home, 'agent')),
    log: createLogger('silent'),
  });
  return {
    home,
    project,
    provider,
    sessions,
    async write(name, content) {
      const file = join(home, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
    async start({
      sessionId = randomUUID(),
      toolSessionId = randomUUID(),
      resume = false,
      mode = 'ask',
      model = 'fake-model',
      allowedRules = [],
      message,
    } = {}) {
      await sessions.start({
        kind: 'session.start',
        sessionId,
        tool: 'claude-code',
        cwd: project,
        model,
        permissionMode: mode,
        toolSessionId,
        resume,
        allowedRules,
        message: message === undefined ? null : { messageId: randomUUID(), text: message },
        gateway: { path: '/llm', token: gatewayToken },
      });
      return new TestSession(sessions, sessionId, toolSessionId, () => events.get(sessionId) ?? []);
    },
    async close() {
      await sessions.stopAll();
      await provider.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** One session as a person meets it. */
export class TestSession {
  constructor(
    readonly sessions: Sessions,
    readonly id: string,
    readonly toolSessionId: string,
    readonly events: () => SessionEvent[],
  ) {}

  of<Type extends SessionEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events().filter((event): event is EventOf<Type> => event.type === type);
  }

  /** The n-th event of a type, once it is there. */
  async next<Type extends SessionEvent['type']>(type: Type, n = 1): Promise<EventOf<Type>> {
    for (let waited = 0; waited < 60_000; waited += 20) {
      const event = this.of(type)[n - 1];
      if (event) return event;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(
      `No ${type} came. What came: ${this.events()
        .map((event) => JSON.stringify(event).slice(0, 300))
        .join('\n')}`,
    );
  }

  async say(text: string): Promise<EventOf<'turn_ended'>> {
    const turns = this.of('turn_ended').length;
    await this.sessions.send({ kind: 'session.send', sessionId: this.id, messageId: randomUUID(), text });
    return this.next('turn_ended', turns + 1);
  }

  /** As `say`, without waiting for the answer. */
  async tell(text: string): Promise<void> {
    await this.sessions.send({ kind: 'session.send', sessionId: this.id, messageId: randomUUID(), text });
  }

  respond(requestId: string, behavior: 'allow' | 'deny', rule: string | null = null): Promise<void> {
    return this.sessions.respond({ kind: 'session.respond', sessionId: this.id, requestId, behavior, rule });
  }

  interrupt(): Promise<void> {
    return this.sessions.interrupt({ kind: 'session.interrupt', sessionId: this.id });
  }

  stop(): Promise<void> {
    return this.sessions.stop({ kind: 'session.stop', sessionId: this.id });
  }

  /** What was said, put together from its pieces. */
  words(): string[] {
    return this.of('message').map(({ text }) => text);
  }
}
