import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Drivers } from '../../apps/agent/src/drivers/drivers.ts';
import { Tools } from '../../apps/agent/src/facts/tools.ts';
import { createLogger } from '../../apps/agent/src/logger.ts';
import { LiveSessions } from '../../apps/agent/src/sessions/live.ts';
import { Sessions } from '../../apps/agent/src/sessions/sessions.ts';
import type { Image, SessionEvent } from '../../packages/contracts/src/session-events.ts';
import type { PermissionMode } from '../../packages/contracts/src/tools.ts';
import { linkProgram, programNames, type TestedTool } from './cli-programs.ts';
import { type FakeProvider, startFakeProvider } from './fake-provider.ts';
import { TestSession } from './test-session.ts';

export const gatewayToken = 'ace_p_the-token-of-this-session';

/** A machine with a home of its own, a real CLI, a project, and a provider in the place of our gateway. */
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
  readonly forkOf?: string | null;
  readonly mode?: PermissionMode;
  readonly model?: string;
  readonly allowedRules?: string[];
  readonly message?: string;
  readonly images?: Image[];
}

export interface MachineOptions {
  readonly tool?: TestedTool;
  readonly environment?: Record<string, string>;
  /** A shell script in the place of the CLI. */
  readonly program?: string;
}

/** The person's own settings, which hold as far as they are theirs to make: that nothing is tried again for long. */
const ownSettings: Partial<Record<TestedTool, { path: string; content: object }>> = {
  'claude-code': { path: '.claude/settings.json', content: { env: { CLAUDE_CODE_MAX_RETRIES: '1' } } },
};

export async function startMachine({ tool = 'claude-code', environment = {}, program }: MachineOptions = {}): Promise<Machine> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'openace-cli-')));
  const write = async (name: string, content: string | object) => {
    const file = join(home, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const project = join(home, 'project');
  await mkdir(project);
  const own = ownSettings[tool];
  if (own) await write(own.path, own.content);
  const provider = await startFakeProvider({ tokens: [gatewayToken] });
  const bin = await programFolder(home, tool, program);
  // The Node that runs this is the one that a CLI of JavaScript finds.
  const path = [bin, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const env = { PATH: path, HOME: home, LANG: 'C.UTF-8', ...environment };
  const events = new Map<string, SessionEvent[]>();
  const dir = join(home, 'agent');
  const drivers = new Drivers({ environment: env, home, dir });
  const sessions = new Sessions({
    drivers,
    tools: new Tools(drivers, env, home, createLogger('silent')),
    places: { home, forbidden: [] },
    serverUrl: provider.url,
    box: { append: async (sessionId, event) => void events.set(sessionId, [...(events.get(sessionId) ?? []), event]) },
    live: new LiveSessions(dir),
    maxSessions: 10,
    log: createLogger('silent'),
  });
  return {
    home,
    project,
    provider,
    sessions,
    write,
    async start({
      sessionId = randomUUID(),
      toolSessionId = randomUUID(),
      resume = false,
      forkOf = null,
      mode = 'ask',
      model = 'fake-model',
      allowedRules = [],
      message,
      images = [],
    } = {}) {
      await sessions.start({
        kind: 'session.start',
        sessionId,
        tool,
        cwd: project,
        model,
        permissionMode: mode,
        toolSessionId,
        resume,
        forkOf,
        allowedRules,
        args: [],
        message: message === undefined ? null : { messageId: randomUUID(), text: message, images },
        gateway: { path: '/llm', token: gatewayToken },
      });
      return new TestSession(sessions, sessionId, () => events.get(sessionId) ?? []);
    },
    async close() {
      await sessions.stopAll();
      await provider.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A folder for PATH with nothing in it but the CLI. */
async function programFolder(home: string, tool: TestedTool, script: string | undefined): Promise<string> {
  const folder = join(home, 'bin');
  await mkdir(folder);
  if (script === undefined) linkProgram(tool, folder);
  else await writeFile(join(folder, programNames[tool]), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}
