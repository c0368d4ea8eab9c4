import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal, startTestServer, type TestServer } from '../../../test/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const name = () => `person-${Math.random().toString(36).slice(2, 12)}`;
const password = 'Correct-horse-1';

describe('creating', () => {
  test('a person without a password gets a temporary one, shown once, which must be changed', async () => {
    const { admin } = await server.tenant();
    const { user, temporaryPassword } = await admin.client.user.create.mutate({
      username: name(),
      role: 'manager',
      email: 'Ann@Example.com',
    });
    expect(user).toMatchObject({ role: 'manager', email: 'Ann@Example.com', mustChangePassword: true, status: 'active' });
    const me = await server.client().auth.login.mutate({ username: 'ann@example.COM', password: temporaryPassword ?? '' });
    expect(me).toMatchObject({ id: user.id, mustChangePassword: true });
    expect(await admin.client.user.get.query({ userId: user.id })).not.toHaveProperty('temporaryPassword');
  });

  test('a name is taken whatever its case, and on the whole server', async () => {
    const username = name();
    const first = await server.tenant();
    await first.admin.client.user.create.mutate({ username });
    const second = await server.tenant();
    expect(await refusal(second.admin.client.user.create.mutate({ username: username.toUpperCase() }))).toMatchObject({
      code: 'CONFLICT',
      reason: 'username_taken',
    });
  });

  test('two calls that race for one name: one wins, the other gets a conflict', async () => {
    const { admin } = await server.tenant();
    const username = name();
    const both = await Promise.allSettled([1, 2].map(() => admin.client.user.create.mutate({ username })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((result) => result.status === 'rejected');
    expect(lost?.reason.data.ace.code).toBe('CONFLICT');
  });

  test.each([
    ['short', 'Ab1', '8 characters'],
    ['without a digit', 'Abcdefgh', 'digit'],
    ['without an upper-case letter', 'abcdefg1', 'upper-case'],
  ])('a password %s is refused beside its field', async (_why, weak, words) => {
    const { admin } = await server.tenant();
    const call = admin.client.user.create.mutate({ username: name(), password: weak });
    await expect(call).rejects.toMatchObject({
      data: { ace: { code: 'INVALID', details: { fields: { password: expect.stringContaining(words) } } } },
    });
  });
});

describe('rights', () => {
  test.each(['user', 'readonly'] as const)('a %s sees no list of people', async (role) => {
    const { person } = await server.tenant();
    expect((await refusal((await person(role)).client.user.list.query({}))).code).toBe('FORBIDDEN');
  });

  test('a manager sees people and changes none', async () => {
    const { admin, person } = await server.tenant();
    const manager = await person('manager');
    expect((await manager.client.user.list.query({})).items.map(({ id }) => id).sort()).toEqual([admin.id, manager.id].sort());
    expect((await refusal(manager.client.user.update.mutate({ userId: admin.id, displayName: 'x' }))).code).toBe('FORBIDDEN');
  });

  test('a granted permission counts on top of the role, and admin_access passes every check', async () => {
    const { admin, person } = await server.tenant();
    const user = await person('user');
    await admin.client.user.update.mutate({ userId: user.id, grants: ['view_users'] });
    expect((await user.client.user.list.query({})).items).toHaveLength(2);
    expect((await refusal(user.client.audit.list.query({}))).code).toBe('FORBIDDEN');
    await admin.client.user.update.mutate({ userId: user.id, grants: ['admin_access'] });
    expect((await user.client.audit.list.query({})).items.length).toBeGreaterThan(0);
  });

  test('nobody rises above their own rights by editing people', async () => {
    const { admin, person } = await server.tenant();
    const editor = await person('user');
    const other = await person('user');
    await admin.client.user.update.mutate({ userId: editor.id, grants: ['edit_user', 'create_user', 'view_users', 'delete_user'] });
    const { update, create, resetPassword, delete: remove } = editor.client.user;
    expect((await refusal(update.mutate({ userId: editor.id, role: 'admin' }))).reason).toBe('needs_admin');
    expect((await refusal(update.mutate({ userId: editor.id, grants: ['admin_access'] }))).reason).toBe('needs_admin');
    expect((await refusal(update.mutate({ userId: other.id, role: 'manager' }))).reason).toBe('missing_permission');
    expect((await refusal(create.mutate({ username: name(), role: 'manager' }))).reason).toBe('missing_permission');
    expect((await refusal(resetPassword.mutate({ userId: admin.id }))).reason).toBe('needs_admin');
    expect((await refusal(remove.mutate({ userId: admin.id }))).reason).toBe('needs_admin');
    expect(await update.mutate({ userId: other.id, displayName: 'Renamed' })).toMatchObject({ displayName: 'Renamed' });
  });

  test('the last administrator stays one', async () => {
    const { admin } = await server.tenant();
    expect((await refusal(admin.client.user.update.mutate({ userId: admin.id, role: 'user' }))).reason).toBe('last_admin');
    expect((await refusal(admin.client.user.delete.mutate({ userId: admin.id }))).reason).toBe('own_account');
  });
});

describe('deleting and restoring', () => {
  test('a deleted person is out at once, keeps their name, and comes back whole', async () => {
    const { admin } = await server.tenant();
    const username = name();
    const { user } = await admin.client.user.create.mutate({ username, password, role: 'user' });
    await server.client().auth.login.mutate({ username, password });
    await admin.client.user.delete.mutate({ userId: user.id });
    expect((await refusal(server.client().auth.login.mutate({ username, password }))).reason).toBe('wrong_password');
    expect((await admin.client.user.list.query({ status: 'deleted' })).items.map(({ id }) => id)).toEqual([user.id]);
    expect((await refusal(admin.client.user.create.mutate({ username }))).reason).toBe('username_taken');
    await admin.client.user.restore.mutate({ userId: user.id });
    expect(await server.client().auth.login.mutate({ username, password })).toMatchObject({ id: user.id });
  });

  test('a reset ends where the person is signed in and gives a password to change', async () => {
    const { admin, person } = await server.tenant();
    const user = await person('user');
    const guess = () => refusal(server.client().auth.login.mutate({ username: user.username, password: 'Wrong-password-1' }));
    for (let attempt = 0; attempt < 5; attempt++) await guess();
    expect((await guess()).reason).toBe('locked_out');
    const { temporaryPassword } = await admin.client.user.resetPassword.mutate({ userId: user.id });
    expect((await refusal(user.client.auth.me.query())).reason).toBe('credential_revoked');
    expect(await server.client().auth.login.mutate({ username: user.username, password: temporaryPassword })).toMatchObject({
      mustChangePassword: true,
    });
  });
});

describe('listing', () => {
  test('pages follow one another without gap or repeat, in every order', async () => {
    const { admin, person } = await server.tenant();
    for (let n = 0; n < 6; n++) await person(n % 2 ? 'user' : 'readonly');
    for (const sort of ['username', 'createdAt', 'lastSignInAt'] as const) {
      for (const descending of [false, true]) {
        const whole = (await admin.client.user.list.query({ sort, descending })).items.map(({ id }) => id);
        const paged: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof admin.client.user.list.query>> = await admin.client.user.list.query({
            sort,
            descending,
            limit: 3,
            cursor,
          });
          paged.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
        } while (cursor);
        expect(paged).toEqual(whole);
        expect(new Set(whole).size).toBe(7);
      }
    }
  });

  test('search finds by name, display name and e-mail, whatever the case', async () => {
    const { admin } = await server.tenant();
    const { user } = await admin.client.user.create.mutate({ username: name(), displayName: 'Zoë 王小明', email: `${name()}@Example.com` });
    for (const search of ['ZOË', '小明', '@example.COM', user.username.slice(3, 9)]) {
      expect((await admin.client.user.list.query({ search })).items.map(({ id }) => id)).toContain(user.id);
    }
    expect((await admin.client.user.list.query({ search: 'nobody is called this' })).items).toEqual([]);
  });
});

test('every change is in the audit log with what changed, and secrets are not', async () => {
  const { admin } = await server.tenant();
  const { user } = await admin.client.user.create.mutate({ username: name(), password });
  await admin.client.user.update.mutate({ userId: user.id, role: 'manager', displayName: 'New name' });
  await admin.client.user.resetPassword.mutate({ userId: user.id });
  await admin.client.user.delete.mutate({ userId: user.id });
  await admin.client.user.restore.mutate({ userId: user.id });
  const { items } = await admin.client.audit.list.query({ search: user.username });
  expect(items.map(({ action }) => action)).toEqual(['user.restore', 'user.delete', 'user.reset_password', 'user.update', 'user.create']);
  const update = items[3];
  expect(JSON.parse(update?.before ?? '')).toEqual({ displayName: user.username, role: 'user' });
  expect(JSON.parse(update?.after ?? '')).toEqual({ displayName: 'New name', role: 'manager' });
  expect(update).toMatchObject({
    actorKind: 'user',
    actorId: admin.id,
    actorName: admin.username,
    resourceType: 'user',
    resourceId: user.id,
    outcome: 'success',
  });
  expect(JSON.stringify(items)).not.toContain('argon2');
  expect(JSON.parse(items[2]?.after ?? '')).toMatchObject({ passwordHash: '[secret]' });
});
