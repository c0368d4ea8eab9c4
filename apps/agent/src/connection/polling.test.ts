import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppRouter } from '@open-ace/server';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../../server/src/platform/config.ts';
import { type RunningServer, serve } from '../../../server/src/serve.ts';
import { machineFacts } from '../facts/machine-facts.ts';
import { createLogger } from '../logger.ts';
import { patiently } from '../testing.ts';
import { Connection } from './connection.ts';
import { enrol } from './enrol.ts';
import { nodesTrust } from './tls.ts';

/** A proxy of the kind that knows HTTP and nothing else, until somebody teaches it. */
class PlainProxy {
  refusesUpgrades = true;
  upgrades = 0;
  readonly calls: string[] = [];
  readonly #server: Server;

  constructor(target: string) {
    const { port } = new URL(target);
    this.#server = createServer((asked, answer) => {
      this.calls.push((asked.url ?? '').replace(/\?.*/, ''));
      const { url: path, method, headers } = asked;
      const passed = request({ host: '127.0.0.1', port, path, method, headers }, (real) => {
        answer.writeHead(real.statusCode ?? 502, real.headers);
        real.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    });
    this.#server.on('upgrade', (asked, socket) => {
      this.upgrades += 1;
      socket.on('error', () => undefined);
      if (this.refusesUpgrades) {
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      const real = connect(Number(port), '127.0.0.1', () => {
        const headers = asked.rawHeaders.map((word, n) => (n % 2 === 0 ? `${word}: ` : `${word}\r\n`)).join('');
        real.write(`GET ${asked.url} HTTP/1.1\r\n${headers}\r\n`);
        real.pipe(socket).pipe(real);
      });
      real.on('error', () => socket.destroy());
      socket.on('close', () => real.destroy());
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  polls(): number {
    return this.calls.filter((path) => path.endsWith('machine.pollCommands')).length;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const places = { migrations: fileURLToPath(new URL('../../../../prisma', import.meta.url)), webFolder: '' };
const password = 'Example-pass-1';
let dataDir: string;
let server: RunningServer;
let admin: TRPCClient<AppRouter>;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'openace-polling-'));
  const settings = { PORT: '0', OPENACE_DATA_DIR: dataDir, OPENACE_ADMIN_PASSWORD: password, OPENACE_LOG_LEVEL: 'silent' };
  server = await serve(loadConfig(settings), places, () => undefined);
  const signIn = await fetch(`${server.url}/trpc/auth.login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: { username: 'admin', password } }),
  });
  const [, token = ''] = /session_token=([^;]+)/.exec(signIn.headers.get('set-cookie') ?? '') ?? [];
  const headers = { authorization: `Bearer ${decodeURIComponent(token)}` };
  admin = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${server.url}/trpc`, transformer: superjson, headers })] });
});
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('where a proxy refuses WebSockets commands are asked for over HTTP, each once, until WebSockets get through', {
  timeout: 60_000,
}, async () => {
  const proxy = new PlainProxy(server.url);
  const serverUrl = await proxy.start();
  const log = createLogger('silent');
  const instanceId = 'i'.repeat(64);
  const facts = await machineFacts([]);
  const { token } = await admin.machine.createRegistration.mutate();
  const credential = await enrol({ dir: join(dataDir, 'agent'), serverUrl, token, trust: nodesTrust, instanceId, facts, log });
  if (!credential) throw new Error('The machine was not enrolled.');

  const received: string[] = [];
  const stopping = new AbortController();
  const connection = new Connection({
    credential,
    trust: nodesTrust,
    instanceId,
    facts: async () => facts,
    vitals: async () => ({ cpuLoad: 0, memoryFreeBytes: 0, diskBytes: 0, diskFreeBytes: 0 }),
    onWelcome: () => undefined,
    async onCommand({ id, body }) {
      received.push(body.kind);
      const result = JSON.stringify({ path: '/home/dev', parent: null, items: [] });
      await connection.call((api) => api.machine.reportCommand.mutate({ commandId: id, status: 'done', result }));
    },
    log,
    timing: { pollMs: 50, lineTriedEveryMs: 1000 },
  });
  const running = connection.run(stopping.signal);
  try {
    await expect.poll(() => connection.isOnline, { ...patiently, timeout: 30_000 }).toBe(true);
    // Only after WebSockets were tried in earnest.
    expect(proxy.upgrades).toBe(3);
    const { machineId } = credential;
    expect((await admin.machine.get.query({ machineId })).status).toBe('online');
    expect(await admin.machine.folders.query({ machineId, path: '' })).toMatchObject({ path: '/home/dev' });
    await expect.poll(() => proxy.upgrades, patiently).toBeGreaterThan(3);
    expect(connection.isOnline).toBe(true);

    proxy.refusesUpgrades = false;
    const opened = proxy.upgrades;
    // One that is tried, and one that stays.
    await expect.poll(() => proxy.upgrades, patiently).toBeGreaterThanOrEqual(opened + 2);
    await expect.poll(() => connection.isOnline, patiently).toBe(true);
    const polled = proxy.polls();
    expect(await admin.machine.folders.query({ machineId, path: '~' })).toMatchObject({ path: '/home/dev' });
    expect(proxy.polls()).toBe(polled);
    expect(received.filter((kind) => kind === 'folder.list')).toHaveLength(2);
  } finally {
    stopping.abort();
    await running;
    proxy.close();
  }
});
