import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE } from '#platform/clock';
import { refusal, startTestServer, type TestServer } from '../../../test/test-server.ts';
import { prepareFirstAdmin } from './setup.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const password = 'Correct-horse-1';

async function withPassword(role: 'admin' | 'user' = 'user') {
  const tenant = await server.tenant();
  const username = `person-${tenant.id.slice(-12)}`;
  const { user } = await tenant.admin.client.user.create.mutate({ username, password, role });
  return { tenant, username, userId: user.id };
}

const login = (username: string, word: string, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url: '/trpc/auth.login', headers, payload: { json: { username, password: word } } });

function cookieOf(response: Awaited<ReturnType<typeof login>>): string {
  return `session_token=${response.cookies.find(({ name }) => name === 'session_token')?.value}`;
}

test('signing in sets a cookie that no script reads and that identifies the person', async () => {
  const { username, userId } = await withPassword();
  const response = await login(username.toUpperCase(), password);
  expect(response.cookies[0]).toMatchObject({ name: 'session_token', httpOnly: true, sameSite: 'Lax', path: '/' });
  const me = await server.app.inject({ url: '/trpc/auth.me', headers: { cookie: cookieOf(response) } });
  expect(me.json().result.data.json).toMatchObject({ id: userId, username, role: 'user' });
});

test('a wrong password and an unknown name get the same answer', async () => {
  const { username } = await withPassword();
  const wrong = (await login(username, 'Wrong-password-1')).json().error.json;
  const unknown = (await login('nobody-has-this-name', 'Wrong-password-1')).json().error.json;
  expect(wrong.data.ace).toMatchObject({ code: 'UNAUTHENTICATED', details: { reason: 'wrong_password' } });
  expect(unknown.message).toBe(wrong.message);
});

test('five failures lock an account for fifteen minutes, also against the right password', async () => {
  const { username } = await withPassword();
  for (let attempt = 0; attempt < 5; attempt++) await login(username, 'Wrong-password-1');
  const locked = await login(username, password);
  expect(locked.statusCode).toBe(429);
  expect(locked.json().error.json.data.ace.details).toMatchObject({ reason: 'locked_out' });
  server.advance(15 * MINUTE);
  expect((await login(username, password)).statusCode).toBe(200);
});

test('parallel guesses cannot pass together', async () => {
  const { username } = await withPassword();
  const codes = await Promise.all(Array.from({ length: 12 }, async () => (await login(username, 'Wrong-password-1')).statusCode));
  expect(codes.filter((code) => code === 401)).toHaveLength(5);
  expect(codes.filter((code) => code === 429)).toHaveLength(7);
});

test('a cookie call that changes something must come from our own pages', async () => {
  const { username } = await withPassword();
  const cookie = cookieOf(await login(username, password));
  const update = (headers: Record<string, string>) =>
    server.app.inject({
      method: 'POST',
      url: '/trpc/auth.updateProfile',
      headers: { cookie, host: 'ace.test', ...headers },
      payload: { json: { displayName: 'New' } },
    });
  expect((await update({})).json().error.json.data.ace.details.reason).toBe('foreign_origin');
  expect((await update({ origin: 'https://evil.test' })).statusCode).toBe(403);
  expect((await update({ origin: 'http://ace.test' })).statusCode).toBe(200);
});

test('a bad cookie is not followed by a good bearer token', async () => {
  const { admin } = await server.tenant();
  const response = await server.app.inject({
    url: '/trpc/auth.me',
    headers: { cookie: 'session_token=ace_s_never_made', authorization: `Bearer ${admin.token}` },
  });
  expect(response.statusCode).toBe(401);
});

test('a token never made is 401, a revoked or expired one 403', async () => {
  const { admin, person } = await server.tenant();
  expect((await refusal(server.client('ace_s_never_made').auth.me.query())).code).toBe('UNAUTHENTICATED');
  await admin.client.auth.logout.mutate();
  expect(await refusal(admin.client.auth.me.query())).toMatchObject({ code: 'FORBIDDEN', reason: 'credential_revoked' });
  const other = await person('user');
  server.advance(8 * 24 * 60 * MINUTE);
  expect(await refusal(other.client.auth.me.query())).toMatchObject({ code: 'FORBIDDEN', reason: 'credential_expired' });
});

test('a sign-in in use does not end', async () => {
  const { admin } = await server.tenant();
  for (let day = 0; day < 10; day++) {
    server.advance(24 * 60 * MINUTE);
    await admin.client.auth.me.query();
  }
  expect((await admin.client.auth.me.query()).id).toBe(admin.id);
});

test('revoking a sign-in ends its sockets within a second', async () => {
  const { admin } = await server.tenant();
  const socket = server.socket(admin.token);
  expect((await socket.client.auth.me.query()).id).toBe(admin.id);
  const started = Date.now();
  await admin.client.auth.logout.mutate();
  expect(await socket.closed).toBe(1008);
  expect(Date.now() - started).toBeLessThan(1000);
  await socket.close();
});

test('a changed role ends the sockets that were opened with the old one', async () => {
  const { admin, person } = await server.tenant();
  const manager = await person('manager');
  const socket = server.socket(manager.token);
  await socket.client.user.list.query({});
  await admin.client.user.update.mutate({ userId: manager.id, role: 'readonly' });
  expect(await socket.closed).toBe(1012);
  expect((await refusal(manager.client.user.list.query({}))).code).toBe('FORBIDDEN');
  await socket.close();
});

test('a temporary password opens nothing but the page that changes it', async () => {
  const { admin } = await server.tenant();
  const username = `new-${admin.username}`;
  const { temporaryPassword } = await admin.client.user.create.mutate({ username });
  const cookie = cookieOf(await login(username, temporaryPassword ?? ''));
  const call = (path: string, payload?: object) =>
    server.app.inject({
      method: payload ? 'POST' : 'GET',
      url: `/trpc/${path}`,
      headers: { cookie, host: 'ace.test', origin: 'http://ace.test' },
      ...(payload && { payload: { json: payload } }),
    });
  expect((await call('auth.signIns')).json().error.json.data.ace.details.reason).toBe('must_change_password');
  expect((await call('auth.me')).json().result.data.json.mustChangePassword).toBe(true);
  const changed = await call('auth.changePassword', { currentPassword: temporaryPassword, newPassword: password });
  expect(changed.json().result.data.json.mustChangePassword).toBe(false);
  expect((await call('auth.signIns')).statusCode).toBe(200);
});

test('changing the password ends every other sign-in', async () => {
  const { username } = await withPassword();
  const first = cookieOf(await login(username, password));
  const second = cookieOf(await login(username, password));
  const headers = { cookie: first, host: 'ace.test', origin: 'http://ace.test' };
  await server.app.inject({
    method: 'POST',
    url: '/trpc/auth.changePassword',
    headers,
    payload: { json: { currentPassword: password, newPassword: 'Another-horse-2' } },
  });
  expect((await server.app.inject({ url: '/trpc/auth.me', headers: { cookie: first } })).statusCode).toBe(200);
  expect((await server.app.inject({ url: '/trpc/auth.me', headers: { cookie: second } })).statusCode).toBe(403);
});

test('a person sees where they are signed in, and ends one of it', async () => {
  const { username } = await withPassword();
  const first = cookieOf(await login(username, password, { 'user-agent': 'Browser A' }));
  const second = cookieOf(await login(username, password, { 'user-agent': 'Browser B' }));
  const headers = { cookie: first, host: 'ace.test', origin: 'http://ace.test' };
  const list = await server.app.inject({ url: '/trpc/auth.signIns', headers });
  const other = list.json().result.data.json.items.find((item: { current: boolean }) => !item.current);
  expect(other.userAgent).toBe('Browser B');
  await server.app.inject({ method: 'POST', url: '/trpc/auth.revokeSignIn', headers, payload: { json: { signInId: other.id } } });
  expect((await server.app.inject({ url: '/trpc/auth.me', headers: { cookie: second } })).statusCode).toBe(403);
});

test('the set-up link makes the first administrator once, and dies', async () => {
  const fresh = await startTestServer();
  try {
    const first = await prepareFirstAdmin(fresh.deps);
    const token = first?.setupToken ?? '';
    const client = fresh.client();
    expect(await client.auth.setupState.query()).toMatchObject({ needed: true });
    expect((await refusal(client.auth.completeSetup.mutate({ token: `ace_setup_${'x'.repeat(43)}`, password }))).reason).toBe(
      'setup_link_dead',
    );
    await client.auth.checkSetup.query({ token });
    const both = await Promise.allSettled([1, 2].map((n) => client.auth.completeSetup.mutate({ token, username: `admin${n}`, password })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await refusal(client.auth.completeSetup.mutate({ token, password }))).reason).toBe('already_set_up');
    expect(await client.auth.setupState.query()).toMatchObject({ needed: false });
    expect(await prepareFirstAdmin(fresh.deps)).toBeNull();
  } finally {
    await fresh.close();
  }
});

test('a configured password makes the first administrator at once, not forced to change it', async () => {
  const fresh = await startTestServer({ OPENACE_ADMIN_PASSWORD: 'simple but long' });
  try {
    expect(await prepareFirstAdmin(fresh.deps)).toBeNull();
    const me = await fresh.client().auth.login.mutate({ username: 'admin', password: 'simple but long' });
    expect(me).toMatchObject({ username: 'admin', role: 'admin', platformAdmin: true, mustChangePassword: false });
  } finally {
    await fresh.close();
  }
});

test('no password, hash or token is ever logged', async () => {
  const { username } = await withPassword();
  const cookie = cookieOf(await login(username, password)).split('=')[1] ?? '';
  const text = server.logs.join('');
  expect(text).not.toContain(password);
  expect(text).not.toContain('argon2');
  expect(text).not.toContain(cookie);
});
