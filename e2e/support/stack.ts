import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFakeLlm } from '../../packages/testkit/fake-llm/server.mjs';
import { linkProgram, type TestedTool } from '../clis/cli-programs.ts';
import { type Connection, connect } from './client.ts';
import { type Line, startLine } from './line.ts';
import { linkSystemPrograms } from './system-programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const samples = join(root, 'packages/testkit/cli-samples');

export const PASSWORD = 'Example-pass-1';
export const PROVIDER_KEY = 'sk-ant-example-key-of-the-fake-provider';

interface StackOptions {
  /** The home holds the recorded sessions of the three CLIs. */
  history?: boolean;
  /** Leaves the first administrator to the set-up link. */
  setUpLink?: boolean;
  /** Those on the agent's PATH; Claude Code alone if nothing is said. */
  tools?: TestedTool[];
  /** More for the environments of server and agent. */
  environment?: Record<string, string>;
}

/** Server, agent and fake provider as a person runs them, in a home of their own. */
export interface Stack {
  url: string;
  home: string;
  project: string;
  setUpUrl(): Promise<string>;
  llm: Awaited<ReturnType<typeof startFakeLlm>>;
  /** Signs in as the first administrator. */
  admin(): Promise<Connection>;
  server: Child;
  agent: Child;
  /** The agent's way to the server, and that of the CLIs. */
  line: Line;
  stop(): Promise<void>;
}

interface Child {
  /** Undefined once it is gone. */
  pid(): number | undefined;
  kill(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

function makeHome({ history = false, tools = ['claude-code'] }: StackOptions): string {
  const home = mkdtempSync(join(tmpdir(), 'open-ace-e2e-'));
  mkdirSync(join(home, 'bin'));
  mkdirSync(join(home, 'project'));
  for (const tool of tools) linkProgram(tool, join(home, 'bin'));
  mkdirSync(join(home, '.system'));
  linkSystemPrograms(join(home, '.system'));
  if (history) for (const tool of ['claude', 'codex', 'qwen']) cpSync(join(samples, tool), join(home, `.${tool}`), { recursive: true });
  return home;
}

/** A child that can be killed and started again, its output in a file of the home. */
function child(start: () => ChildProcess): Child {
  let running: ChildProcess | undefined;
  return {
    pid: () => running?.pid,
    async start() {
      running = start();
    },
    async kill(signal = 'SIGTERM') {
      const ending = running;
      running = undefined;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = once(ending, 'exit');
      ending.kill(signal);
      await gone;
    },
  };
}

async function untilHealthy(url: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing answers at ${url}.`);
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const home = makeHome(options);
  const dataDir = join(home, '.open-ace');
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const llm = await startFakeLlm({ tokens: [PROVIDER_KEY] });
  const line = await startLine(port);
  const { OPENACE_DATA_DIR: _data, DATABASE_URL: _database, ANTHROPIC_API_KEY: _key, ...inherited } = process.env;
  const env = {
    ...inherited,
    HOME: home,
    PATH: [join(home, 'bin'), join(home, '.system')].join(delimiter),
    TZ: 'UTC',
    ...options.environment,
  };
  let registrationToken: string | undefined;
  let setUpUrl: string | undefined;
  const log = (name: string) => openSync(join(home, `${name}.log`), 'a');

  const agent = child(() => {
    const out = log('agent');
    return fork(join(root, 'apps/agent/dist/main.js'), ['run'], {
      env: {
        ...env,
        OPENACE_SERVER_URL: `http://localhost:${line.port}`,
        OPENACE_AGENT_DIR: join(dataDir, 'agent'),
        ...(registrationToken && { OPENACE_REGISTRATION_TOKEN: registrationToken }),
      },
      stdio: ['ignore', out, out, 'ipc'],
    });
  });
  const server = child(() => {
    const out = log('server');
    const settings = {
      PORT: String(port),
      OPENACE_DATA_DIR: dataDir,
      OPENACE_ALLOW_PRIVATE_UPSTREAMS: '1',
      ...(options.setUpLink ? {} : { OPENACE_ADMIN_PASSWORD: PASSWORD }),
    };
    const started = fork(join(root, 'apps/server/dist/main.js'), [], { env: { ...env, ...settings }, stdio: ['ignore', out, out, 'ipc'] });
    started.on('message', (notice: { type: string; url?: string; token?: string }) => {
      if (notice.type === 'setup-link') setUpUrl = notice.url;
      if (notice.type !== 'registration-token' || agent.pid()) return;
      registrationToken = notice.token;
      void agent.start();
    });
    return started;
  });
  await server.start();
  await untilHealthy(url);

  return {
    url,
    home,
    project: join(home, 'project'),
    llm,
    line,
    server: { ...server, start: () => server.start().then(() => untilHealthy(url)) },
    agent,
    async setUpUrl() {
      for (let attempt = 0; !setUpUrl && attempt < 100; attempt++) await new Promise((resolve) => setTimeout(resolve, 50));
      if (!setUpUrl) throw new Error(`No set-up link:\n${readFileSync(join(home, 'server.log'), 'utf8')}`);
      return setUpUrl;
    },
    admin: () => connect(url, 'admin', PASSWORD),
    async stop() {
      await agent.kill();
      await server.kill();
      await line.close();
      await llm.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
