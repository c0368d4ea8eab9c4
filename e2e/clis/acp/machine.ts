import { randomUUID } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acpDriver } from '../../../apps/agent/src/drivers/acp/driver.ts';
import { Guardian } from '../../../apps/agent/src/drivers/guardian.ts';
import { Tools } from '../../../apps/agent/src/facts/tools.ts';
import { createLogger } from '../../../apps/agent/src/logger.ts';
import { LiveSessions } from '../../../apps/agent/src/sessions/live.ts';
import { Sessions } from '../../../apps/agent/src/sessions/sessions.ts';
import type { AcpAgent } from '../../../packages/contracts/src/acp-agent.ts';
import type { Image, SessionEvent } from '../../../packages/contracts/src/session-events.ts';
import { SessionEvent as EventSchema } from '../../../packages/contracts/src/session-events.ts';
import type { PermissionMode } from '../../../packages/contracts/src/tools.ts';
import { TestSession } from '../test-session.ts';

export const gatewayToken = 'ace_p_the-token-of-this-session';

/** A machine with a home of its own, a project, and one ACP agent on its PATH. */
export interface AcpMachine {
  readonly home: string;
  readonly project: string;
  readonly sessions: Sessions;
  readonly tools: Tools;
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

interface MachineOptions {
  readonly agent: AcpAgent;
  /** Folders of its PATH. */
  readonly path: readonly string[];
  readonly serverUrl?: string;
  readonly environment?: Record<string, string>;
  readonly startMs?: number;
  readonly cancelMs?: number;
  /** Takes the place of the server, which may be slow. */
  readonly take?: (event: SessionEvent) => Promise<void>;
}

/** One of our own small agents as a program on PATH. */
export async function programFolder(file: string, name: string): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'openace-acp-bin-')));
  symlinkSync(fileURLToPath(new URL(file, import.meta.url)), join(folder, name));
  return folder;
}

export async function startAcpMachine({
  agent,
  path,
  environment = {},
  serverUrl = 'http://127.0.0.1:9',
  take,
  ...patience
}: MachineOptions): Promise<AcpMachine> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'openace-acp-')));
  const project = join(home, 'project');
  mkdirSync(project);
  const env = { PATH: [...path, dirname(process.execPath), '/usr/bin', '/bin'].join(':'), HOME: home, LANG: 'C.UTF-8', ...environment };
  const dir = join(home, 'agent');
  const driver = acpDriver(agent, { environment: env, dir, guardian: new Guardian(), ...patience });
  const drivers = { all: [driver], find: () => driver };
  const log = createLogger('silent');
  const tools = new Tools(drivers, env, home, log);
  const events = new Map<string, SessionEvent[]>();
  const append = async (sessionId: string, event: SessionEvent) => {
    // What the server would refuse must not come from whatever an agent says.
    EventSchema.parse(event);
    if (take) await take(event);
    else events.set(sessionId, [...(events.get(sessionId) ?? []), event]);
  };
  const sessions = new Sessions({
    drivers,
    tools,
    places: { home, forbidden: [] },
    maxSessions: 10,
    serverUrl,
    box: { append },
    live: new LiveSessions(dir),
    log,
  });
  return {
    home,
    project,
    sessions,
    tools,
    async start({ message, images = [], mode = 'ask', model = '', ...more } = {}) {
      const sessionId = more.sessionId ?? randomUUID();
      await sessions.start({
        kind: 'session.start',
        tool: agent.id,
        cwd: project,
        toolSessionId: randomUUID(),
        resume: false,
        forkOf: null,
        allowedRules: [],
        args: [],
        ...more,
        sessionId,
        model,
        permissionMode: mode,
        message: message === undefined ? null : { messageId: randomUUID(), text: message, images },
        gateway: { path: '/llm', token: gatewayToken },
      });
      return new TestSession(sessions, sessionId, () => events.get(sessionId) ?? []);
    },
    async close() {
      await sessions.stopAll();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
