import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#platform/clock';
import { newSession, newToken } from '../../../test/llm-door.ts';
import { refusal, startTestServer, type TestMachine, type TestServer, type TestTenant } from '../../../test/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function place() {
  const tenant = await server.tenant();
  const machine = await tenant.machine();
  const sessionId = await newSession(tenant, machine);
  return { tenant, machine, sessionId };
}

/** The id of a new token: what a session's CLI gets is its text. */
async function issue(tenant: TestTenant, machine: TestMachine, sessionId: string): Promise<string> {
  await newToken(server, tenant, machine, sessionId);
  const row = await server.deps.db.token.findFirstOrThrow({ where: { tenantId: tenant.id, kind: 'proxy' }, orderBy: { id: 'desc' } });
  return row.id;
}

test('administrators see which person, machine and session holds a token', async () => {
  const { tenant, machine, sessionId } = await place();
  const id = await issue(tenant, machine, sessionId);
  const { title } = await tenant.admin.client.session.get.query({ sessionId });
  const { name } = await tenant.admin.client.machine.get.query({ machineId: machine.id });
  const { items } = await tenant.admin.client.proxyToken.list.query({});
  expect(items).toEqual([
    {
      id,
      scopes: ['llm'],
      user: { id: tenant.admin.id, displayName: tenant.admin.username },
      machine: { id: machine.id, name },
      session: { id: sessionId, title },
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      lastUsedAt: null,
      revokedAt: null,
    },
  ]);
});

test('a token whose session is gone is still listed', async () => {
  const { tenant, machine, sessionId } = await place();
  await issue(tenant, machine, sessionId);
  await server.deps.database.transaction((db) => db.session.delete({ where: { id: sessionId } }));
  expect((await tenant.admin.client.proxyToken.list.query({})).items).toMatchObject([{ session: null, machine: { id: machine.id } }]);
});

test('the list has proxy tokens in force alone, newest first; dead ones when asked for', async () => {
  const { tenant, machine, sessionId } = await place();
  const { proxyToken, apiToken } = tenant.admin.client;
  await apiToken.create.mutate({ name: 'of another kind' });
  const expired = await issue(tenant, machine, sessionId);
  server.advance(5 * HOUR);
  const revoked = await issue(tenant, machine, sessionId);
  await proxyToken.revoke.mutate({ proxyTokenId: revoked });
  const [one, two] = [await issue(tenant, machine, sessionId), await issue(tenant, machine, sessionId)];
  const first = await proxyToken.list.query({ limit: 1 });
  const second = await proxyToken.list.query({ limit: 1, cursor: first.nextCursor });
  expect([first, second].map(({ items }) => items.map(({ id }) => id))).toEqual([[two], [one]]);
  expect(second.nextCursor).toBeNull();
  expect((await proxyToken.list.query({ ended: true })).items.map(({ id }) => id)).toEqual([two, one, revoked, expired]);
});

test('revoking ends a token at once, is audited, and twice changes nothing', async () => {
  const { tenant, machine, sessionId } = await place();
  const proxyTokenId = await issue(tenant, machine, sessionId);
  const told: string[] = [];
  const stop = server.deps.events.on('credential.revoked', ({ tokenIds }) => void told.push(...tokenIds));
  const { revoke } = tenant.admin.client.proxyToken;
  const first = await revoke.mutate({ proxyTokenId });
  expect(first).toMatchObject({ id: proxyTokenId, session: { id: sessionId } });
  expect(first.revokedAt).not.toBeNull();
  server.advance(MINUTE);
  expect(await revoke.mutate({ proxyTokenId })).toEqual(first);
  stop();
  expect(told).toEqual([proxyTokenId]);
  const { items } = await tenant.admin.client.audit.list.query({ action: 'proxy_token.revoke' });
  expect(items.map(({ resourceId }) => resourceId)).toEqual([proxyTokenId]);
});

test('a token of another kind is not found', async () => {
  const { tenant } = await place();
  const { id } = await tenant.admin.client.apiToken.create.mutate({ name: 'Laptop' });
  const { items } = await tenant.admin.client.auth.signIns.query();
  for (const proxyTokenId of [id, items[0]?.id ?? '']) {
    expect((await refusal(tenant.admin.client.proxyToken.revoke.mutate({ proxyTokenId }))).code).toBe('NOT_FOUND');
  }
});

test('only administrators see and revoke them', async () => {
  const { tenant, machine, sessionId } = await place();
  const proxyTokenId = await issue(tenant, machine, sessionId);
  for (const role of ['manager', 'user', 'readonly'] as const) {
    const { proxyToken } = (await tenant.person(role)).client;
    expect((await refusal(proxyToken.list.query({}))).code).toBe('FORBIDDEN');
    expect((await refusal(proxyToken.revoke.mutate({ proxyTokenId }))).code).toBe('FORBIDDEN');
  }
});
