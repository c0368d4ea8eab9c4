import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueToken } from '#platform/auth/tokens';
import { HOUR, MINUTE } from '#platform/clock';
import { type Deps, systemCtx } from '#platform/context';
import type { RawClient } from '#platform/db/raw';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { bearer, type LlmDoor, type LlmPlace, newSession, newToken, openLlmDoor, postTo, script } from '../../../test/llm-door.ts';
import { machineFacts } from '../../../test/test-server.ts';
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

  test('ten thousand hostile ones, at every door, and none is echoed', async () => {
    const pieces = ["' OR 1=1 --", '%00', '../', 'ace_p_', 'ace_pat_', '{{7*7}}', 'x'.repeat(300), '\u00e9', '";', '$gt', 'Bearer '];
    const starts = ['Bearer ', 'Bearer ace_p_', 'Bearer ace_pat_', 'bearer', ''];
    const hostile = (n: number) => `${starts[n % 5]}${pieces[n % 11]}canary${n}${pieces[(n * 7) % 11]}`;
    const paths = ['messages', 'messages/count_tokens', 'chat/completions', 'responses', 'embeddings'].map((path) => `/llm/v1/${path}`);
    const doors = [...paths, '/llm/v1beta/models/gemini:generateContent', '/llm/v1beta/models/gemini:countTokens'];
    const statuses = new Set<number>();
    for (let n = 0; n < 10_000; n++) {
      const { statusCode, body } = await door.server.app.inject({
        method: 'POST',
        url: doors[n % doors.length] ?? '',
        headers: { authorization: hostile(n), 'content-type': 'application/json' },
        payload: '{"model":"m"}',
      });
      statuses.add(statusCode);
      if (body.includes('canary')) throw new Error(`Number ${n} is echoed.`);
    }
    expect([...statuses]).toEqual([401]);
    expect(door.server.logs.join('')).not.toContain('canary');
  }, 60_000);

  test('a cookie, however good', async () => {
    const answer = await place.post({ messages }, { cookie: `session_token=${place.tenant.admin.token}`, origin: door.server.url });
    expect(answer.status).toBe(401);
  });

  test('a bad one is not followed by the next', async () => {
    expect((await place.post({ messages }, { ...bearer('nonsense'), 'x-api-key': place.token })).status).toBe(401);
    expect((await place.post({ messages }, { ...bearer(place.token), 'x-api-key': 'sk-ant-of-the-user' })).status).toBe(200);
  });

  test.each(['sign-in', 'setup', 'registration', 'machine', 'proxy', 'personal'] as const)(
    'and one of kind %s opens no door but its own',
    async (kind) => {
      const holder = { tenantId: place.tenant.id, userId: place.tenant.admin.id, machineId: place.machine.id, sessionId: place.sessionId };
      const { machineId: _machine, sessionId: _session, ...person } = holder;
      const of = kind === 'registration' ? person : holder;
      const { text } = await inTx(tenantTx(), (tx) => issueToken(tx, { ...of, kind, lifetimeMs: HOUR }));
      const post = (path: string, input: object, headers: Record<string, string> = bearer(text)) =>
        postTo(`${door.server.url}${path}`, JSON.stringify(input), headers);
      const facts = { instanceId: place.machine.instanceId, facts: machineFacts };
      const opened = {
        llm: (await place.post({ messages }, bearer(text))).status === 200,
        models: (await fetch(`${door.server.url}/llm/v1/models`, { headers: bearer(text) })).status === 200,
        people: (await fetch(`${door.server.url}/trpc/auth.me`, { headers: bearer(text) })).status === 200,
        cookie: (await fetch(`${door.server.url}/trpc/auth.me`, { headers: { cookie: `session_token=${text}` } })).status === 200,
        agents: (await post('/trpc/machine.hello', { json: facts })).status === 200,
        setup:
          (await fetch(`${door.server.url}/trpc/auth.checkSetup?input=${encodeURIComponent(JSON.stringify({ json: { token: text } }))}`))
            .status === 200,
        enrolment: (await post('/trpc/machine.enrol', { json: { ...facts, token: text, instanceId: newId() } }, {})).status === 200,
      };
      const own = {
        'sign-in': ['people', 'cookie'],
        setup: [],
        registration: ['enrolment'],
        machine: ['agents'],
        proxy: ['llm', 'models'],
        personal: ['llm', 'models'],
      };
      expect(Object.entries(opened).flatMap(([name, isOpen]) => (isOpen ? [name] : []))).toEqual(own[kind]);
    },
  );
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
    expect(await own.refused(1)).toMatchObject([{ error: 'credential_over', user: { id: own.tenant.admin.id }, httpStatus: 403 }]);
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
  await sleep(1100);
  door.server.advance(4 * HOUR - 4 * MINUTE);
  expect((await own.post({ messages })).status).toBe(200);
  expect((await own.post({ messages }, bearer(idle))).status).toBe(403);
});

describe('what cannot be checked or recorded is refused, and not forwarded', () => {
  const fails = () => Promise.reject(new Error('the database is away'));

  test.each([
    ['reading', { rawReader: { $queryRaw: fails } as unknown as Deps['database']['rawReader'] }],
    ['writing', { write: fails, rawTransaction: fails, transaction: fails }],
  ])('%s fails', async (_name, failing) => {
    const { deps } = door.server;
    const app = await buildApp({ ...deps, database: { ...deps.database, ...failing } });
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

  test('whichever statement it is that fails', async () => {
    const { deps } = door.server;
    const own = await door.place();
    const subject = { type: 'tenant' as const, id: own.tenant.id };
    await own.tenant.admin.client.quota.set.mutate({ subject, metric: 'usd', period: 'month', limit: 1000 });
    const body = { model: 'claude-sonnet-4-5', messages };
    let refused = 0;
    for (let failing = 1; failing <= 20; failing++) {
      let statements = 0;
      const counted = () => {
        if (++statements === failing) throw new Error('the database is away');
      };
      const app = await buildApp(breaking(deps, counted));
      const url = await app.listen({ port: 0, host: '127.0.0.1' }).catch(() => null);
      const before = door.llm.requests.length;
      const status = url === null ? null : (await postTo(`${url}/llm/v1/messages`, body, bearer(own.token))).status;
      const isForwarded = door.llm.requests.length > before;
      // Whatever fails later is tried again; no call goes out that could not be checked and written down.
      expect({ failing, status, isForwarded }).toEqual(
        isForwarded ? { failing, status: 200, isForwarded } : { failing, status: url === null ? null : 503, isForwarded },
      );
      if (!isForwarded) refused++;
      await app.close();
    }
    expect(refused).toBeGreaterThanOrEqual(6);
  }, 60_000);

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

/** The same, but every statement is announced first, which may throw. */
function breaking(deps: Deps, announce: () => void): Deps {
  const asynchronously = async () => announce();
  const raw = (client: RawClient): RawClient =>
    ({
      $queryRaw: async (...args: Parameters<RawClient['$queryRaw']>) => asynchronously().then(() => client.$queryRaw(...args)),
      $executeRaw: async (...args: Parameters<RawClient['$executeRaw']>) => asynchronously().then(() => client.$executeRaw(...args)),
    }) as unknown as RawClient;
  const announcing = <Of extends object>(of: Of): Of =>
    new Proxy(of, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === 'object' && value !== null) return announcing(value);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => asynchronously().then(() => value.apply(target, args));
      },
    });
  const database: Deps['database'] = {
    ...deps.database,
    rawReader: raw(deps.database.rawReader as RawClient),
    write: (statement) => asynchronously().then(() => deps.database.write(statement)),
    rawTransaction: (work) => deps.database.rawTransaction((client) => work(raw(client))),
  };
  return { ...deps, database, db: announcing(deps.db) };
}
