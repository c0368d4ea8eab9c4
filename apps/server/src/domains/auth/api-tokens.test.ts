import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '#platform/clock';
import { refusal, startTestServer, type TestPerson, type TestServer } from '../../../test/test-server.ts';
import { dropDeadCredentials } from './jobs.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const create = ({ client }: TestPerson, changed: object = {}) => client.apiToken.create.mutate({ name: 'Laptop', ...changed });
const inFuture = (milliseconds: number) => new Date(server.deps.clock.now() + milliseconds).toISOString();

describe('a personal token', () => {
  test('is shown once; after that its first characters tell it apart', async () => {
    const { admin } = await server.tenant();
    const created = await create(admin);
    expect(created.token).toMatch(/^ace_pat_[\w-]{43}$/);
    const { token, ...shown } = created;
    expect(shown).toMatchObject({
      name: 'Laptop',
      hint: token.slice(0, 'ace_pat_'.length + 4),
      scopes: ['llm'],
      user: { id: admin.id, displayName: admin.username },
      lastUsedAt: null,
      revokedAt: null,
    });
    const listed = await admin.client.apiToken.list.query({});
    expect(listed).toEqual({ items: [shown], nextCursor: null });
    const kept = await server.deps.db.token.findUniqueOrThrow({ where: { id: created.id } });
    const audit = await admin.client.audit.list.query({});
    expect(JSON.stringify([kept, listed, audit, server.logs])).not.toContain(token.slice('ace_pat_'.length + 4));
  });

  test('holds for a year, or as long as asked for', async () => {
    const { admin } = await server.tenant();
    const { createdAt, expiresAt } = await create(admin);
    expect(Math.abs(Date.parse(expiresAt) - Date.parse(createdAt) - 365 * DAY)).toBeLessThan(1000);
    const asked = inFuture(MINUTE);
    expect((await create(admin, { expiresAt: asked })).expiresAt).toBe(asked);
    const past = admin.client.apiToken.create.mutate({ name: 'x', expiresAt: inFuture(-1) });
    await expect(past).rejects.toMatchObject({
      data: { ace: { code: 'INVALID', details: { reason: 'expires_in_past', fields: { expiresAt: expect.stringContaining('to come') } } } },
    });
  });

  test('opens the doors that it was made for, each named once', async () => {
    const { admin } = await server.tenant();
    const { scopes } = await create(admin, { scopes: ['llm:openai', 'llm:anthropic', 'llm:openai'] });
    expect(scopes).toEqual(['llm:openai', 'llm:anthropic']);
  });

  test('never works for procedures, in a header or in a cookie, over HTTP or a socket', async () => {
    const { admin } = await server.tenant();
    const { token } = await create(admin);
    expect(await refusal(server.client(token).auth.me.query())).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'invalid_credential' });
    const cookie = await server.app.inject({ url: '/trpc/auth.me', headers: { cookie: `session_token=${token}` } });
    expect(cookie.statusCode).toBe(401);
    const disguised = `ace_s_${token.slice('ace_pat_'.length)}`;
    expect((await refusal(server.client(disguised).auth.me.query())).code).toBe('UNAUTHENTICATED');
    const socket = server.socket(token);
    expect((await refusal(socket.client.auth.me.query())).code).toBe('UNAUTHENTICATED');
    await socket.close();
  });

  test('is not for people who only read, who learn whom to ask', async () => {
    const { person } = await server.tenant();
    expect(await refusal(create(await person('readonly')))).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'readonly_role',
      message: expect.stringContaining('Ask an administrator'),
    });
    for (const role of ['user', 'manager'] as const) expect(await create(await person(role))).toMatchObject({ name: 'Laptop' });
  });

  test('is one of fifty at most, also when many are asked for at once', async () => {
    const { admin, person } = await server.tenant();
    const someone = await person('user');
    const all = await Promise.allSettled(Array.from({ length: 54 }, () => create(someone)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    expect(await refusal(create(someone))).toMatchObject({ code: 'LIMIT_REACHED', reason: 'too_many_tokens' });
    expect(await create(admin)).toMatchObject({ name: 'Laptop' });
    const [newest] = (await someone.client.apiToken.list.query({ limit: 1 })).items;
    await someone.client.apiToken.revoke.mutate({ apiTokenId: newest?.id ?? '' });
    expect(await create(someone)).toMatchObject({ name: 'Laptop' });
  });
});

describe('the list', () => {
  test('has one’s own in force, newest first, page by page', async () => {
    const { admin, person } = await server.tenant();
    const someone = await person('user');
    await create(admin);
    const ids: string[] = [];
    for (const name of ['one', 'two', 'three']) ids.unshift((await create(someone, { name })).id);
    const { list } = someone.client.apiToken;
    const first = await list.query({ limit: 2 });
    const second = await list.query({ limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });

  test('has those that ended only when asked for', async () => {
    const { admin } = await server.tenant();
    const brief = await create(admin, { expiresAt: inFuture(DAY) });
    const revoked = await create(admin);
    await admin.client.apiToken.revoke.mutate({ apiTokenId: revoked.id });
    const kept = await create(admin);
    server.advance(2 * DAY);
    const { list } = admin.client.apiToken;
    expect((await list.query({})).items.map(({ id }) => id)).toEqual([kept.id]);
    expect((await list.query({ ended: true })).items.map(({ id }) => id)).toEqual([kept.id, revoked.id, brief.id]);
    server.advance(8 * DAY);
    await dropDeadCredentials.run(server.deps, new AbortController().signal);
    const left = await server.deps.db.token.findMany({ where: { userId: admin.id, kind: 'personal' } });
    expect(left.map(({ id }) => id)).toEqual([kept.id]);
  });

  test('has everybody’s for administrators alone', async () => {
    const { admin, person } = await server.tenant();
    const [someone, manager] = [await person('user'), await person('manager')];
    await create(await (await server.tenant()).person('user'));
    const [one, two] = [await create(someone), await create(manager)];
    const { items } = await admin.client.apiToken.list.query({ everyone: true });
    expect(items.map(({ id, user }) => [id, user.displayName])).toEqual([
      [two.id, manager.username],
      [one.id, someone.username],
    ]);
    expect((await admin.client.apiToken.list.query({})).items).toEqual([]);
    expect(await refusal(manager.client.apiToken.list.query({ everyone: true }))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('revoking', () => {
  test('ends a token at once, and twice changes nothing', async () => {
    const { admin } = await server.tenant();
    const { id: apiTokenId } = await create(admin);
    const told: string[] = [];
    const stop = server.deps.events.on('credential.revoked', ({ tokenIds }) => void told.push(...tokenIds));
    const { revoke } = admin.client.apiToken;
    const first = await revoke.mutate({ apiTokenId });
    expect(first.revokedAt).not.toBeNull();
    server.advance(MINUTE);
    expect(await revoke.mutate({ apiTokenId })).toEqual(first);
    stop();
    expect(told).toEqual([apiTokenId]);
    const { items } = await admin.client.audit.list.query({ search: 'api_token' });
    expect(items.map(({ action, resourceName }) => [action, resourceName])).toEqual([
      ['api_token.revoke', 'Laptop'],
      ['api_token.create', 'Laptop'],
    ]);
    expect(JSON.parse(items[1]?.after ?? '')).toMatchObject({ label: 'Laptop', scopes: '', userId: admin.id, hash: '[secret]' });
    expect(Object.keys(JSON.parse(items[0]?.after ?? ''))).toEqual(['revokedAt']);
  });

  test('somebody else’s is for administrators; to others it does not exist', async () => {
    const { admin, person } = await server.tenant();
    const [someone, manager] = [await person('user'), await person('manager')];
    const { id: apiTokenId } = await create(someone);
    expect((await refusal(manager.client.apiToken.revoke.mutate({ apiTokenId }))).code).toBe('NOT_FOUND');
    expect(await admin.client.apiToken.revoke.mutate({ apiTokenId })).toMatchObject({ id: apiTokenId, user: { id: someone.id } });
    const { items } = await someone.client.auth.signIns.query();
    expect((await refusal(someone.client.apiToken.revoke.mutate({ apiTokenId: items[0]?.id ?? '' }))).code).toBe('NOT_FOUND');
  });

  test('happens when the person is deleted, and not when their password is reset', async () => {
    const { admin, person } = await server.tenant();
    const someone = await person('user');
    const { id } = await create(someone);
    const revokedAt = async () => (await server.deps.db.token.findUniqueOrThrow({ where: { id } })).revokedAt;
    await admin.client.user.resetPassword.mutate({ userId: someone.id });
    expect(await revokedAt()).toBeNull();
    await admin.client.user.delete.mutate({ userId: someone.id });
    expect(await revokedAt()).not.toBeNull();
    await admin.client.user.restore.mutate({ userId: someone.id });
    expect(await revokedAt()).not.toBeNull();
  });
});
