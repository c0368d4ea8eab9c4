import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppRouter } from '@open-ace/server';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig as loadServerConfig } from '../../server/src/platform/config.ts';
import { type Notice, type RunningServer, serve } from '../../server/src/serve.ts';
import { runAgent } from './agent.ts';
import { type Config, configOf } from './config.ts';
import { Ending } from './ending.ts';
import { createLogger } from './logger.ts';
import { readCredential } from './state/credential.ts';
import { patiently } from './testing.ts';

/** The agent against the server as it is, each in this process. */
const places = { migrations: fileURLToPath(new URL('../../../prisma', import.meta.url)), webFolder: '' };
const samples = fileURLToPath(new URL('../../../packages/testkit/cli-samples/', import.meta.url));
const password = 'Example-pass-1';
const log = createLogger('silent');

let dataDir: string;
let server: RunningServer;
let admin: TRPCClient<AppRouter>;

async function startServer(port = 0): Promise<RunningServer> {
  const config = loadServerConfig({
    PORT: String(port),
    OPENACE_DATA_DIR: dataDir,
    OPENACE_ADMIN_PASSWORD: password,
    OPENACE_LOG_LEVEL: 'silent',
    DATABASE_POOL: '2',
  });
  return serve(config, places, (_notice: Notice) => undefined);
}

async function signIn(): Promise<void> {
  const response = await fetch(`${server.url}/trpc/auth.login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: { username: 'admin', password } }),
  });
  const [, token = ''] = /session_token=([^;]+)/.exec(response.headers.get('set-cookie') ?? '') ?? [];
  const headers = { authorization: `Bearer ${decodeURIComponent(token)}` };
  admin = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${server.url}/trpc`, transformer: superjson, headers })] });
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'openace-agent-server-'));
  server = await startServer();
  await signIn();
});
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

let home: string;
const agents: { stop(): Promise<void> }[] = [];
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'openace-agent-home-')));
  // Whatever CLIs this machine has are none of the test's.
  mkdirSync(join(home, '.bin'));
  for (const program of ['git', 'sh']) symlinkSync(join('/usr/bin', program), join(home, '.bin', program));
});
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.stop()));
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

const registration = async () => (await admin.machine.createRegistration.mutate()).token;

const configFor = (env: Record<string, string>): Config =>
  configOf({ PATH: join(home, '.bin'), HOME: home, OPENACE_AGENT_DIR: join(home, 'agent'), OPENACE_DATA_DIR: dataDir, ...env }, home);

function startAgent(config: Config) {
  const stopping = new AbortController();
  const ended = runAgent(config, log, stopping.signal);
  const outcome = ended.then(
    () => null,
    (error: unknown) => error,
  );
  const agent = {
    /** Null for an end that was asked for. */
    outcome,
    async stop() {
      stopping.abort();
      await outcome;
    },
  };
  agents.push(agent);
  return agent;
}

async function online() {
  const agent = startAgent(configFor({ OPENACE_SERVER_URL: server.url, OPENACE_REGISTRATION_TOKEN: await registration() }));
  await expect.poll(() => existsSync(join(home, 'agent/credential.json')), patiently).toBe(true);
  const machineId = (await readCredential(join(home, 'agent')))?.machineId ?? '';
  await isNow(machineId, 'online');
  return { agent, machineId };
}

const isNow = (machineId: string, status: string) =>
  expect.poll(async () => (await admin.machine.get.query({ machineId })).status, patiently).toBe(status);

async function refusal(agent: { outcome: Promise<unknown> }): Promise<Ending> {
  const error = await agent.outcome;
  if (error instanceof Ending) return error;
  throw error ?? new Error('The agent was not refused.');
}

describe('enrolling', () => {
  test('makes the machine one of the server, which knows what it is, and keeps the credential for its owner', async () => {
    const { agent, machineId } = await online();
    expect(await admin.machine.get.query({ machineId })).toMatchObject({
      cpus: expect.any(Number),
      homeFolder: expect.any(String),
      tools: [],
    });
    if (process.platform !== 'win32') {
      expect(statSync(join(home, 'agent/credential.json')).mode & 0o777).toBe(0o600);
      expect(statSync(join(home, 'agent')).mode & 0o777).toBe(0o700);
    }
    await agent.stop();
    await isNow(machineId, 'offline');
  });

  test('waits for a server that is not there yet', async () => {
    const token = await registration();
    const port = Number(new URL(server.url).port);
    await server.close();
    const agent = startAgent(configFor({ OPENACE_SERVER_URL: `http://127.0.0.1:${port}`, OPENACE_REGISTRATION_TOKEN: token }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    server = await startServer(port);
    await signIn();
    await expect.poll(() => existsSync(join(home, 'agent/credential.json')), patiently).toBe(true);
    await agent.stop();
  }, 40_000);

  test('with a token that is none is refused with one sentence and its own exit code', async () => {
    const agent = startAgent(configFor({ OPENACE_SERVER_URL: server.url, OPENACE_REGISTRATION_TOKEN: 'ace_reg_this-is-no-token-at-all' }));
    expect(await refusal(agent)).toMatchObject({ exitCode: 3, message: expect.stringMatching(/^The server did not enrol this machine: /) });
  });

  test('without a token says what to do', async () => {
    const ending = await refusal(startAgent(configFor({ OPENACE_SERVER_URL: server.url })));
    expect(ending).toMatchObject({ exitCode: 3, message: expect.stringContaining('openace-agent enrol --server <url> --token <token>') });
  });

  test('is not repeated at the next start, and a credential is not shown to another server', async () => {
    const { agent } = await online();
    await agent.stop();
    const again = startAgent(configFor({}));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await again.stop();
    expect(await again.outcome).toBeNull();
    const elsewhere = startAgent(configFor({ OPENACE_SERVER_URL: 'https://elsewhere.example' }));
    expect((await refusal(elsewhere)).message).toContain(`This machine belongs to ${server.url}.`);
  });
});

describe('a credential', () => {
  test('that is revoked ends the agent with one sentence and exit code 3', async () => {
    const { agent, machineId } = await online();
    await admin.machine.remove.mutate({ machineId });
    const ending = await refusal(agent);
    expect(ending).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/^The server does not accept this machine any more: .*Enrol it again/),
    });
    expect(ending.message).not.toContain('\n');
    expect((await refusal(startAgent(configFor({})))).exitCode).toBe(3);
  });

  test('that the server has forgotten is renewed where a registration token is given', async () => {
    const { agent, machineId } = await online();
    await admin.machine.remove.mutate({ machineId });
    await refusal(agent);
    const again = startAgent(configFor({ OPENACE_SERVER_URL: server.url, OPENACE_REGISTRATION_TOKEN: await registration() }));
    await expect.poll(async () => (await readCredential(join(home, 'agent')))?.machineId, patiently).not.toBe(machineId);
    await isNow((await readCredential(join(home, 'agent')))?.machineId ?? '', 'online');
    await again.stop();
  });

  test('that was copied is refused while the other agent lives, and taken once it has gone', async () => {
    const { agent, machineId } = await online();
    const copy = join(home, 'copy');
    mkdirSync(copy);
    cpSync(join(home, 'agent/credential.json'), join(copy, 'credential.json'));
    const other = startAgent(configFor({ OPENACE_AGENT_DIR: copy }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(existsSync(join(copy, 'instance.key'))).toBe(true);
    await agent.stop();
    // Nobody but the other one can answer now; how soon it does is a matter of luck.
    const answers = () =>
      admin.machine.folders.query({ machineId, path: home }).then(
        () => true,
        () => false,
      );
    await expect.poll(answers, patiently).toBe(true);
    await isNow(machineId, 'online');
    await other.stop();
  }, 30_000);
});

test('two agents in one folder: the second is refused', async () => {
  await online();
  const ending = await refusal(startAgent(configFor({})));
  expect(ending).toMatchObject({ exitCode: 4, message: expect.stringContaining('Another agent') });
});

test('folders are listed for the server, and those of Open ACE are not', async () => {
  mkdirSync(join(home, 'work/app/.git'), { recursive: true });
  const { machineId } = await online();
  const folders = await admin.machine.folders.query({ machineId, path: home });
  expect(folders.items.map(({ name }) => name)).toEqual(['work']);
  expect((await admin.machine.folders.query({ machineId, path: join(home, 'work') })).items).toMatchObject([
    { name: 'app', repository: true },
  ]);
  await expect(admin.machine.folders.query({ machineId, path: join(home, 'agent') })).rejects.toThrow('belongs to Open ACE itself');
  await expect(admin.machine.folders.query({ machineId, path: dataDir })).rejects.toThrow('belongs to Open ACE itself');
});

test('a server that goes away and comes back is found again, and nothing of the history is lost or doubled', async () => {
  for (const tool of ['claude', 'codex', 'qwen']) cpSync(join(samples, tool), join(home, `.${tool}`), { recursive: true });
  const { machineId } = await online();
  await admin.collection.run.mutate();
  const read = async () => (await admin.collection.status.query()).sources.filter(({ machine }) => machine.id === machineId);
  await expect
    .poll(async () => (await read()).map(({ tool, rows }) => [tool, rows]), patiently)
    .toEqual([
      ['claude-code', 9],
      ['codex', 4],
      ['qwen-code', 5],
    ]);
  const before = await admin.usage.summary.query({});
  const port = Number(new URL(server.url).port);
  await server.close();
  const claude = join(home, '.claude/projects/-home-dev-proj');
  mkdirSync(join(home, '.claude/projects/copied'));
  cpSync(claude, join(home, '.claude/projects/copied'), { recursive: true });
  server = await startServer(port);
  await signIn();
  await isNow(machineId, 'online');
  await admin.collection.run.mutate();
  expect(await admin.usage.summary.query({})).toMatchObject({ requests: before.requests, inputTokens: before.inputTokens });
}, 60_000);

test('a session that cannot be started is ended with the reason', async () => {
  const program = join(home, 'bin');
  mkdirSync(program);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(program, 'claude'), '#!/bin/sh\n[ "$1" = --version ] && echo 2.1.330 && exit\necho "no such model" >&2\nexit 1\n', {
    mode: 0o755,
  });
  const agent = startAgent(
    configFor({ OPENACE_SERVER_URL: server.url, OPENACE_REGISTRATION_TOKEN: await registration(), PATH: `${program}:/usr/bin:/bin` }),
  );
  await expect.poll(() => existsSync(join(home, 'agent/credential.json')), patiently).toBe(true);
  const machineId = (await readCredential(join(home, 'agent')))?.machineId ?? '';
  await isNow(machineId, 'online');
  const { id } = await admin.session.create.mutate({ machineId, tool: 'claude-code', cwd: home, message: 'hello' });
  await expect
    .poll(async () => await admin.session.get.query({ sessionId: id }), patiently)
    .toMatchObject({ status: 'error', error: 'no such model' });
  const journal = readFileSync(join(home, 'agent/journal.jsonl'), 'utf8');
  expect(journal).not.toContain('hello');
  expect(journal).not.toContain('ace_p_');
  await agent.stop();
});
