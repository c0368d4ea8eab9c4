import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { MachineFacts } from '@open-ace/contracts/machine';
import { PROTOCOL_VERSION } from '@open-ace/contracts/protocol';
import { createDatabase, dropDatabase } from '@open-ace/testkit/postgres';
import { createTRPCClient, createWSClient, httpLink, type TRPCClient, TRPCClientError, wsLink } from '@trpc/client';
import type { FastifyInstance } from 'fastify';
import superjson from 'superjson';
import { inject } from 'vitest';
import { WebSocket } from 'ws';
import { buildApp } from '../src/app.ts';
import { openSignIn } from '../src/domains/auth/sign-in.ts';
import { insertTenant } from '../src/domains/tenant/repository.ts';
import { users } from '../src/domains/user/repository.ts';
import { loadConfig } from '../src/platform/config.ts';
import type { Deps } from '../src/platform/context.ts';
import { inTx } from '../src/platform/db/tx.ts';
import { newId } from '../src/platform/ids.ts';
import { createLogger } from '../src/platform/logger.ts';
import type { AppRouter } from '../src/router.ts';
import { createDeps } from '../src/serve.ts';

export type TestClient = TRPCClient<AppRouter>;
type Role = 'admin' | 'manager' | 'user' | 'readonly';

export interface TestPerson {
  id: string;
  username: string;
  token: string;
  client: TestClient;
}

export interface TestMachine {
  id: string;
  token: string;
  instanceId: string;
  /** A client that calls as the machine's agent. */
  client: TestClient;
}

export interface TestTenant {
  id: string;
  admin: TestPerson;
  person(role: Role): Promise<TestPerson>;
  /** A machine of the administrator, enrolled and online. */
  machine(facts?: Partial<MachineFacts>): Promise<TestMachine>;
}

export const machineFacts: MachineFacts = {
  hostname: 'gpu-01',
  os: 'Linux 6.1',
  arch: 'x64',
  cpuModel: 'Test CPU',
  cpus: 2,
  memoryBytes: 8_000_000_000,
  agentVersion: '0.1.0',
  protocol: PROTOCOL_VERSION,
  root: false,
  homeFolder: '/home/dev',
  tools: [
    {
      tool: 'claude-code',
      name: 'Claude Code',
      version: '2.1.330',
      tested: true,
      modes: ['plan', 'ask', 'auto-edit', 'full-auto'],
      withheldModes: [],
      problem: '',
    },
  ],
};

export interface TestServer {
  app: FastifyInstance;
  url: string;
  deps: Deps;
  /** Every line that was logged. */
  logs: string[];
  /** Moves the server's clock, which otherwise runs with the real one. */
  advance(milliseconds: number): void;
  client(token?: string): TestClient;
  /** A client whose every call goes over one WebSocket. */
  socket(token: string): { client: TestClient; closed: Promise<number>; close(): Promise<void> };
  /** A tenant of its own with an administrator; each test makes its own. */
  tenant(): Promise<TestTenant>;
  close(): Promise<void>;
}

async function ownDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const template = inject('template');
  if (template.startsWith('postgres')) {
    const name = `test_${newId().replaceAll('-', '')}`;
    const url = await createDatabase(template.replace(/\/[^/]*$/, '/postgres'), name, 'ace_template');
    return { url, drop: () => dropDatabase(template.replace(/\/[^/]*$/, '/postgres'), name) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'open-ace-test-'));
  copyFileSync(template, join(folder, 'ace.db'));
  return { url: `file:${join(folder, 'ace.db')}`, drop: async () => rmSync(folder, { recursive: true, force: true }) };
}

/** The server as it runs, on a database and a port of its own. `env` are settings as an administrator would give them. */
export async function startTestServer(env: Record<string, string> = {}): Promise<TestServer> {
  const database = await ownDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'open-ace-data-'));
  const logs: string[] = [];
  const sink = new Writable({
    write(line, _encoding, done) {
      logs.push(String(line));
      done();
    },
  });
  let ahead = 0;
  const config = loadConfig({ DATABASE_URL: database.url, DATABASE_POOL: '5', OPENACE_DATA_DIR: dataDir, ...env });
  const deps: Deps = { ...createDeps(config, createLogger('debug', sink)), clock: { now: () => Date.now() + ahead } };
  const app = await buildApp(deps);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

  const client = (token?: string): TestClient =>
    createTRPCClient<AppRouter>({
      links: [httpLink({ url: `${url}/trpc`, transformer: superjson, headers: token ? { authorization: `Bearer ${token}` } : {} })],
    });

  const socket: TestServer['socket'] = (token) => {
    const Authorized = class extends WebSocket {
      constructor(address: string | URL) {
        super(address, { headers: { authorization: `Bearer ${token}` } });
      }
    };
    let ended: (code: number) => void = () => {};
    const closed = new Promise<number>((resolve) => {
      ended = resolve;
    });
    const ws = createWSClient({
      url: `${url.replace('http', 'ws')}/trpc`,
      WebSocket: Authorized as unknown as typeof globalThis.WebSocket,
      onClose: (cause) => ended(cause?.code ?? 0),
      retryDelayMs: () => 60_000,
    });
    return {
      client: createTRPCClient<AppRouter>({ links: [wsLink({ client: ws, transformer: superjson })] }),
      closed,
      close: () => ws.close(),
    };
  };

  async function person(tenantId: string, role: Role): Promise<TestPerson> {
    const id = newId();
    const username = `${role}-${id.slice(-12)}`;
    const now = new Date(deps.clock.now());
    const origin = { address: '', userAgent: 'test', requestId: 'test', host: '', secure: false };
    const token = await inTx({ ...deps, origin }, async (tx) => {
      const row = await users({ db: tx.db, tenantId }).create({
        id,
        username,
        displayName: username,
        role,
        grants: [],
        createdAt: now,
        updatedAt: now,
      });
      return openSignIn(tx, row);
    });
    return { id, username, token, client: client(token) };
  }

  async function enrolled(admin: TestPerson, facts: Partial<MachineFacts>): Promise<TestMachine> {
    const { token: registration } = await admin.client.machine.createRegistration.mutate();
    const instanceId = newId();
    const told = { ...machineFacts, ...facts };
    const { machineId, credential } = await client().machine.enrol.mutate({ token: registration, instanceId, facts: told });
    const agent = client(credential);
    await agent.machine.hello.mutate({ instanceId, facts: told });
    return { id: machineId, token: credential, instanceId, client: agent };
  }

  return {
    app,
    url,
    deps,
    logs,
    client,
    socket,
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
    async tenant() {
      const id = newId();
      const now = new Date(deps.clock.now());
      await inTx(deps, (tx) =>
        insertTenant(tx, {
          id,
          slug: id,
          name: `Tenant ${id.slice(-6)}`,
          timeZone: 'UTC',
          unlimited: true,
          createdAt: now,
          updatedAt: now,
        }),
      );
      const admin = await person(id, 'admin');
      return { id, admin, person: (role) => person(id, role), machine: (facts = {}) => enrolled(admin, facts) };
    },
    async close() {
      await app.close();
      await deps.database.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a call was refused with: our code, and the reason where there is one. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; reason: string | undefined; message: string }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof TRPCClientError)) throw error;
    const { ace } = error.data;
    return { code: ace.code, reason: ace.details?.reason, message: ace.message };
  }
  throw new Error('The call was not refused.');
}
