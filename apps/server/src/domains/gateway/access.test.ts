import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueToken, type TokenKind } from '#platform/auth/tokens';
import { HOUR, MINUTE } from '#platform/clock';
import { type Deps, systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { bearer, type LlmDoor, type LlmPlace, newSession, newToken, openLlmDoor, postTo, script } from '../../../test/llm-door.ts';
import { buildApp } from '../../app.ts';
import { revokeProxyTokens } from './index.ts';

let door: LlmDoor;
let place: LlmPlace;
beforeAll(async () => {
  door = await openLlmDoor();
  place = await door.place();
});
afterAll(() => door.close());

const messages = script({ text: 'An answer.' });
const typeOf = (answer: { text: string }) => JSON.parse(answer.text).error.type;
const tenantTx = () => systemCtx(door.server.deps, place.tenant.id, 'test');

describe('a credential that was never one of this door gets 401', () => {
  const kinds: TokenKind[] = ['sign-in', 'setup', 'registration', 'machine'];
  test.each(kinds)('a token of kind %s', async (kind) => {
    const holder = { tenantId: place.tenant.id, userId: place.tenant.admin.id, machineId: place.machine.id, sessionId: place.sessionId };
    const { text } = await inTx(tenantTx(), (tx) => issueToken(tx, { ...holder, kind, lifetimeMs: HOUR }));
    for (const headers of [bearer(text), { 'x-api-key': text }]) {
      const answer = await place.post({ messages }, headers);
      expect(answer.status).toBe(401);
      expect(typeOf(answer)).toBe('authentication_error');
    }
  });

  test.each([
    ['none', {}],
    ['an empty one', { authorization: 'Bearer ' }],
    ['one that nobody issued', bearer(`ace_p_${'x'.repeat(43)}`)],
    ['another scheme', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
    ['something in SQL', bearer(`ace_p_' OR '1'='1`)],
    ['something long', bearer(`ace_p_${'x'.repeat(4000)}`)],
  ])('%s', async (_name, headers) => {
    expect((await place.post({ messages }, headers)).status).toBe(401);
  });

  test('two thousand hostile ones', async () => {
    const pieces = ["' OR 1=1 --", '%00', '../', 'ace_p_', '{{7*7}}', 'x'.repeat(300), '\u00e9', '";', '$gt', 'Bearer '];
    const hostile = (n: number) => `${['Bearer ', 'Bearer ace_p_', 'bearer', ''][n % 4]}${pieces[n % 10]}${n}${pieces[(n * 7) % 10]}`;
    for (let n = 0; n < 2000; n++) {
      const { statusCode } = await door.server.app.inject({
        method: 'POST',
        url: '/llm/v1/messages',
        headers: { authorization: hostile(n), 'content-type': 'application/json' },
        payload: '{}',
      });
      expect(statusCode).toBe(401);
    }
  });

  test('a cookie, however good', async () => {
    const answer = await place.post({ messages }, { cookie: `session_token=${place.tenant.admin.token}`, origin: door.server.url });
    expect(answer.status).toBe(401);
  });

  test('a bad one is not followed by the next', async () => {
    expect((await place.post({ messages }, { ...bearer('nonsense'), 'x-api-key': place.token })).status).toBe(401);
    expect((await place.post({ messages }, { ...bearer(place.token), 'x-api-key': 'sk-ant-of-the-user' })).status).toBe(200);
  });

  test('and proxy tokens are none at the other doors', async () => {
    const answer = await fetch(`${door.server.url}/trpc/auth.me`, { headers: bearer(place.token) });
    expect(answer.status).toBe(401);
  });
});

describe('one that is over gets 403, so that a client stops asking with it', () => {
  async function fresh() {
    const own = await door.place();
    const post = () => own.post({ messages });
    expect((await post()).status).toBe(200);
    return { ...own, post };
  }
  const expectOver = async (answer: Promise<{ status: number; text: string }>) => {
    const { status, text } = await answer;
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({
      error: { type: 'permission_error', message: expect.stringContaining('Resume it in Open ACE') },
    });
  };

  test('revoked, at once', async () => {
    const own = await fresh();
    await inTx(systemCtx(door.server.deps, own.tenant.id, 'test'), (tx) => revokeProxyTokens(tx, own.sessionId));
    await expectOver(own.post());
  });

  test('revoked by another replica, within a second', async () => {
    const own = await fresh();
    const revokedAt = new Date();
    await door.server.deps.database.transaction((db) =>
      db.token.updateMany({ where: { tenantId: own.tenant.id, kind: 'proxy' }, data: { revokedAt } }),
    );
    await expect.poll(async () => (await own.post()).status, { interval: 100, timeout: 1000 }).toBe(403);
  });

  test.each(['person', 'machine', 'tenant'])('its %s is gone', async (what) => {
    const own = await fresh();
    await door.server.deps.database.transaction(async (db) => {
      const now = new Date();
      if (what === 'person') await db.user.update({ where: { id: own.tenant.admin.id }, data: { deletedAt: now } });
      if (what === 'machine') await db.machine.update({ where: { id: own.machine.id }, data: { removedAt: now } });
      if (what === 'tenant') await db.tenant.update({ where: { id: own.tenant.id }, data: { status: 'suspended' } });
    });
    await expect.poll(async () => (await own.post()).status, { interval: 100, timeout: 1500 }).toBe(403);
  });

  test('its session is gone', async () => {
    const own = await door.place();
    await door.server.deps.database.transaction((db) => db.session.delete({ where: { id: own.sessionId } }));
    await expectOver(own.post({ messages }));
  });

  test('its session belongs to another tenant', async () => {
    const other = await door.place();
    const token = await newToken(door.server, place.tenant, place.machine, other.sessionId);
    await expectOver(place.post({ messages }, bearer(token)));
  });
});

test('a token in use is renewed now and then; one that is not ends after four hours', async () => {
  const own = await door.place();
  const idle = await newToken(door.server, own.tenant, own.machine, await newSession(own.tenant, own.machine));
  const expiresAt = async () =>
    (await door.server.deps.db.token.findFirst({ where: { sessionId: own.sessionId, kind: 'proxy' } }))?.expiresAt.getTime() ?? 0;
  const first = await expiresAt();
  await own.post({ messages });
  expect(await expiresAt()).toBe(first);
  door.server.advance(6 * MINUTE);
  await own.post({ messages });
  await expect.poll(expiresAt).toBeGreaterThan(first + 5 * MINUTE);
  // What is remembered of a token is remembered by the real clock.
  await sleep(600);
  door.server.advance(4 * HOUR - 4 * MINUTE);
  expect((await own.post({ messages })).status).toBe(200);
  expect((await own.post({ messages }, bearer(idle))).status).toBe(403);
});

describe('what cannot be checked or recorded is refused, and not forwarded', () => {
  const broken = (name: string, failing: Partial<Deps>) => ({ name, failing });
  const fails = () => Promise.reject(new Error('the database is away'));

  test.each([
    broken('reading', { db: new Proxy({} as Deps['db'], { get: () => fails }) }),
    broken('writing', { database: undefined as never }),
  ])('$name fails', async ({ name, failing }) => {
    const { deps } = door.server;
    const database = { ...deps.database, write: fails, rawTransaction: fails, transaction: fails };
    const app = await buildApp({ ...deps, ...(name === 'writing' ? { database } : failing) });
    const url = await app.listen({ port: 0, host: '127.0.0.1' }).catch((error: Error) => error);
    // On PostgreSQL a replica that cannot say that it lives does not even start.
    if (url instanceof Error) return expect(url.message).toContain('away');
    const { token } = await door.place();
    const before = door.llm.requests.length;
    const answer = await postTo(`${url}/llm/v1/messages`, { messages }, bearer(token));
    expect(answer.status).toBe(503);
    expect(typeOf(answer)).toBe('api_error');
    expect(answer.text).not.toContain('away');
    expect(door.llm.requests).toHaveLength(before);
    // What could not be written is tried again for as long as the server runs: not in a test.
    app.server.closeAllConnections();
    app.server.close();
  });

  test('a settlement that fails is tried again until the database is back', async () => {
    const { deps } = door.server;
    let failures = 4;
    const database: Deps['database'] = {
      ...deps.database,
      rawTransaction: (work) => (failures-- > 0 ? fails() : deps.database.rawTransaction(work)),
    };
    const app = await buildApp({ ...deps, database });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const own = await door.place();
    expect((await postTo(`${url}/llm/v1/messages`, { messages }, bearer(own.token))).status).toBe(200);
    await expect
      .poll(async () => (await own.tenant.admin.client.usage.summary.query({})).requests, { timeout: 10_000, interval: 100 })
      .toBe(1);
    expect(failures).toBeLessThan(0);
    await app.close();
  });
});
