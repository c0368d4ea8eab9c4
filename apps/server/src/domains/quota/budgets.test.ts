import type { SetQuota } from '@open-ace/contracts/quota';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAccounting, settleCalls } from '#domains/usage';
import { systemCtx } from '#platform/context';
import { newId } from '#platform/ids';
import { bearer, type LlmDoor, type LlmPlace, newSession, newToken, openLlmDoor, postTo, script } from '../../../test/llm-door.ts';
import { refusal } from '../../../test/test-server.ts';
import { buildApp } from '../../app.ts';
import { createCallLedger } from '../gateway/call-ledger.ts';
import { conservativeInput } from '../gateway/estimates.ts';
import type { Limit } from './limits.ts';

let door: LlmDoor;
beforeAll(async () => {
  door = await openLlmDoor();
});
afterAll(() => door.close());

type NewLimit = Omit<SetQuota, 'subject'> & { subject?: SetQuota['subject'] };

const setLimit = (place: LlmPlace, { subject = { type: 'tenant', id: place.tenant.id }, ...limit }: NewLimit) =>
  place.tenant.admin.client.quota.set.mutate({ subject, ...limit });

/** A call whose provider tells exactly what was reserved for it, so that estimates are exact. */
function exactCall(maxOutput: number, more: object = {}) {
  const body = (input: number) =>
    JSON.stringify({
      model: 'claude-sonnet-4-5',
      max_tokens: maxOutput,
      stream: true,
      messages: script({ text: 'x', usage: { input, output: maxOutput, cacheRead: 0 }, ...more }),
    });
  // The number of digits stays the same, and with it the size.
  const input = conservativeInput(Buffer.from(body(100)));
  return { body: body(input), tokens: input + maxOutput, input };
}

const statusOf = async (place: LlmPlace, body: string) => (await place.post(body)).status;

describe('a budget', () => {
  test.each([
    ['tokens', 10],
    ['requests', 10],
  ] as const)('of %s for ten calls lets ten of 200 at once through, and not one token more', async (metric, calls) => {
    const place = await door.place();
    const call = exactCall(100, { delayMs: 300 });
    const limit = metric === 'tokens' ? calls * call.tokens : calls;
    await setLimit(place, { metric, period: 'day', limit });
    const statuses = await Promise.all(Array.from({ length: 200 }, () => statusOf(place, call.body)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(calls);
    expect(statuses.filter((status) => status === 429)).toHaveLength(200 - calls);
    const rows = await place.settled();
    expect(rows).toHaveLength(calls);
    const [quota] = (await place.tenant.admin.client.quota.mine.query({})).items;
    expect(quota).toMatchObject({ used: limit, reserved: 0, limit, state: 'exceeded' });
  });

  test('in money holds to the nano-dollar, and refuses a model without a price', async () => {
    const place = await door.place();
    const call = exactCall(100);
    // 3 USD a million of input, 15 of output; the input is held at what writing it to a cache would cost.
    const held = (call.input * 3.75 + 100 * 15) / 1e6;
    const spent = (call.input * 3 + 100 * 15) / 1e6;
    await setLimit(place, { metric: 'usd', period: 'month', limit: held + spent });
    expect(await statusOf(place, call.body)).toBe(200);
    await place.settled();
    expect(await statusOf(place, call.body)).toBe(200);
    await place.settled();
    expect(await statusOf(place, call.body)).toBe(429);
    const [quota] = (await place.tenant.admin.client.quota.mine.query({})).items;
    expect(quota?.used).toBeCloseTo(2 * spent, 9);
    const unpriced = await place.post({ model: 'no-such-model', messages: script({ text: 'x' }) });
    expect(unpriced).toMatchObject({ status: 403, text: expect.stringContaining('Manage, Prices') });
  });

  test('refuses in the provider’s words, saying how it stands and what to do', async () => {
    const place = await door.place();
    await setLimit(place, { metric: 'tokens', period: 'day', limit: 100 });
    const answer = await place.post({ messages: script({ text: 'x' }) });
    expect(answer.status).toBe(429);
    expect(answer.headers['x-should-retry']).toBe('false');
    expect(JSON.parse(answer.text)).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } });
    expect(answer.text).toMatch(/daily budget of 100 tokens .* begins anew at .* Manage, Budgets/);
    expect(await place.settled()).toEqual([]);
  });

  test('keeps what it refused, a loop as one row a minute, and says how often', async () => {
    const place = await door.place();
    const { id } = await setLimit(place, { metric: 'tokens', period: 'day', limit: 100 });
    for (let n = 0; n < 3; n++) expect(await statusOf(place, exactCall(100).body)).toBe(429);
    const rows = await place.refused(3);
    expect(rows.length).toBeLessThanOrEqual(2);
    expect(rows[0]).toMatchObject({
      status: 'refused',
      error: 'budget_reached',
      errorMessage: expect.stringContaining('daily budget of 100 tokens'),
      httpStatus: 429,
      model: 'claude-sonnet-4-5',
      tool: 'claude-code',
      sessionId: place.sessionId,
      inputTokens: 0,
    });
    expect((await place.tenant.admin.client.quota.list.query({})).items).toMatchObject([{ id, refused: 3, used: 0 }]);
    const { summary } = place.tenant.admin.client.usage;
    const ofNow = { from: new Date(Date.now() - 60_000).toISOString(), to: new Date().toISOString() };
    for (const range of [{}, ofNow]) expect(await summary.query(range)).toMatchObject({ requests: 0, failedRequests: 0, byTool: [] });
  });

  test('has room again for whoever asks as soon as an answer has ended', async () => {
    const place = await door.place();
    const call = exactCall(100);
    await setLimit(place, { metric: 'tokens', period: 'day', limit: 5 * call.tokens + 100 });
    for (let n = 0; n < 5; n++) expect(await statusOf(place, call.body)).toBe(200);
    expect(await statusOf(place, call.body)).toBe(429);
  });

  test('leaves a part for others where a request names no maximum', async () => {
    const place = await door.place();
    await setLimit(place, { metric: 'tokens', period: 'day', limit: 60_000 });
    const body = JSON.stringify({ model: 'claude-sonnet-4-5', messages: script({ text: 'x', delayMs: 500 }) });
    const statuses = await Promise.all([statusOf(place, body), statusOf(place, body), statusOf(place, body)]);
    expect(statuses).toEqual([200, 200, 200]);
  });

  test('that is only held by calls that run is worth asking for again', async () => {
    const place = await door.place();
    const slow = exactCall(100, { delayMs: 1500 });
    await setLimit(place, { metric: 'requests', period: 'day', limit: 1 });
    const first = place.post(slow.body);
    await expect.poll(() => door.server.deps.db.usageEvent.count({ where: { tenantId: place.tenant.id } })).toBe(1);
    const second = await place.post(slow.body);
    expect(second).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
    expect((await first).status).toBe(200);
  });

  test('counts what was used before it was set, and nothing of other people', async () => {
    const place = await door.place();
    const call = exactCall(100);
    expect(await statusOf(place, call.body)).toBe(200);
    await place.settled();
    const user = await place.tenant.person('user');
    await setLimit(place, { subject: { type: 'user', id: place.tenant.admin.id }, metric: 'tokens', period: 'week', limit: call.tokens });
    await setLimit(place, { subject: { type: 'user', id: user.id }, metric: 'tokens', period: 'week', limit: call.tokens });
    expect(await statusOf(place, call.body)).toBe(429);
    const { token } = await user.client.apiToken.create.mutate({ name: 'mine' });
    expect((await place.post(call.body, bearer(token))).status).toBe(200);
    await place.settled();
    expect((await user.client.quota.mine.query({})).items).toMatchObject([{ used: call.tokens, state: 'exceeded' }]);
  });

  test('of a session binds each session apart', async () => {
    const place = await door.place();
    const call = exactCall(100);
    await setLimit(place, { metric: 'tokens', period: 'session', limit: call.tokens });
    expect(await statusOf(place, call.body)).toBe(200);
    await place.settled();
    expect(await statusOf(place, call.body)).toBe(429);
    const other = await newSession(place.tenant, place.machine);
    const token = await newToken(door.server, place.tenant, place.machine, other);
    expect((await place.post(call.body, bearer(token))).status).toBe(200);
    const { sessionId } = place;
    expect((await place.tenant.admin.client.quota.mine.query({ sessionId })).items).toMatchObject([{ used: call.tokens }]);
    expect((await place.tenant.admin.client.quota.mine.query({})).items).toEqual([]);
  });

  test('of a team binds those who are in it, and one of a plan tenants that have it', async () => {
    const place = await door.place();
    const call = exactCall(100);
    const now = new Date();
    const { admin, id: tenantId } = place.tenant;
    const team = { id: admin.id.replace(/.$/, '0'), tenantId, name: 'Team', createdAt: now, updatedAt: now };
    await door.server.deps.database.transaction(async (db) => {
      await db.team.create({ data: team });
      await db.teamMember.create({ data: { teamId: team.id, userId: admin.id, tenantId } });
    });
    await setLimit(place, { subject: { type: 'team', id: team.id }, metric: 'requests', period: 'month', limit: 1 });
    expect(await statusOf(place, call.body)).toBe(200);
    await place.settled();
    expect(await statusOf(place, call.body)).toBe(429);

    const planned = await door.place();
    const set = { subject: { type: 'plan' as const, id: 'small' }, metric: 'requests' as const, period: 'day' as const, limit: 0 };
    expect((await refusal(planned.tenant.admin.client.quota.set.mutate(set))).reason).toBe('platform_admin');
    await door.server.deps.database.transaction(async (db) => {
      await db.user.update({ where: { id: admin.id }, data: { platformAdmin: true } });
      await db.tenant.update({ where: { id: planned.tenant.id }, data: { unlimited: false, plan: 'small' } });
    });
    expect(await statusOf(planned, call.body)).toBe(200);
    await place.tenant.admin.client.quota.set.mutate(set);
    expect(await statusOf(planned, call.body)).toBe(429);
  });

  test('gives back what a call did not take, however it ended', async () => {
    const place = await door.place();
    const call = exactCall(100);
    await setLimit(place, { metric: 'tokens', period: 'day', limit: call.tokens + 500 });
    const failing = exactCall(100, { error: { status: 500 } });
    expect(await statusOf(place, failing.body)).toBe(500);
    await place.settled();
    await expect(place.post(exactCall(100, { cutAfter: 3 }).body)).rejects.toThrow();
    await place.settled();
    const [quota] = (await place.tenant.admin.client.quota.mine.query({})).items;
    expect(quota?.reserved).toBe(0);
    const rows = await place.settled();
    expect(quota?.used).toBe(rows.reduce((sum, row) => sum + row.inputTokens + row.outputTokens + row.cacheReadTokens, 0));
  });
});

describe('a stream that reaches what it was granted', () => {
  test('is ended in the provider’s own words, with figures', async () => {
    const place = await door.place();
    const steps = script({ text: 'seven words are in this short sentence '.repeat(300), usage: { input: 10, output: 2100, cacheRead: 0 } });
    const body = JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 5000, stream: true, messages: steps });
    await setLimit(place, { metric: 'tokens', period: 'day', limit: conservativeInput(Buffer.from(body)) + 400 });
    const before = door.llm.requests.length;
    const answer = await place.post(body);
    const events = answer.text.split('\n\n').filter(Boolean);
    const types = events.map((event) => /event: (\w+)/.exec(event)?.[1]);
    expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
    const delta = JSON.parse(events.at(-2)?.split('data: ')[1] ?? '{}');
    expect(delta).toMatchObject({ delta: { stop_reason: 'max_tokens' } });
    expect(delta.usage.output_tokens).toBeGreaterThanOrEqual(400);
    expect(delta.usage.output_tokens).toBeLessThan(500);
    expect(door.llm.requests[before]?.body).toMatchObject({ max_tokens: 400 });
    expect(await place.settled()).toMatchObject([{ status: 'estimated', error: 'budget_reached', inputTokens: 10 }]);
  });
});

describe('limits', () => {
  test('are set, changed and taken away by those who may, of subjects that are there', async () => {
    const place = await door.place();
    const { client } = place.tenant.admin;
    const quota = await setLimit(place, { metric: 'usd', period: 'month', limit: 12.5 });
    expect(quota).toMatchObject({
      limit: 12.5,
      used: 0,
      state: 'ok',
      subject: { type: 'tenant', name: expect.stringContaining('Tenant') },
    });
    const changed = await setLimit(place, { metric: 'usd', period: 'month', limit: 20 });
    expect(changed.id).toBe(quota.id);
    expect((await client.quota.list.query({})).items).toMatchObject([{ limit: 20 }]);
    const user = await place.tenant.person('user');
    expect((await refusal(user.client.quota.delete.mutate({ quotaId: quota.id }))).code).toBe('FORBIDDEN');
    const stranger = await door.place();
    const foreign = setLimit(place, {
      subject: { type: 'user', id: stranger.tenant.admin.id },
      metric: 'requests',
      period: 'day',
      limit: 1,
    });
    expect((await refusal(foreign)).code).toBe('NOT_FOUND');
    const notWhole = setLimit(place, { metric: 'requests', period: 'day', limit: 1.5 });
    expect((await refusal(notWhole)).code).toBe('INVALID');
    await client.quota.delete.mutate({ quotaId: quota.id });
    expect((await client.quota.list.query({})).items).toEqual([]);
    const actions = (await client.audit.list.query({})).items.map(({ action }) => action);
    expect(actions.slice(0, 3)).toEqual(['quota.delete', 'quota.set', 'quota.set']);
  });

  test('begin anew with the tenant’s next day, and a restarted period knows nothing of the last', async () => {
    const place = await door.place();
    const call = exactCall(100);
    await setLimit(place, { metric: 'requests', period: 'day', limit: 1 });
    expect(await statusOf(place, call.body)).toBe(200);
    await place.settled();
    expect(await statusOf(place, call.body)).toBe(429);
    const [quota] = (await place.tenant.admin.client.quota.mine.query({})).items;
    expect(Date.parse(quota?.resetsAt ?? '') % 86_400_000).toBe(0);
    await door.server.deps.database.transaction((db) =>
      db.quotaUse.updateMany({ where: { tenantId: place.tenant.id, period: { startsWith: 'day:' } }, data: { period: 'day:2020-01-01' } }),
    );
    // A row that is not there is made from the ledger's own sums.
    expect(await statusOf(place, call.body)).toBe(429);
  });
});

test('without a database that answers no budget is assumed: the call is refused', async () => {
  const place = await door.place();
  await setLimit(place, { metric: 'requests', period: 'day', limit: 5 });
  const { deps } = door.server;
  const database = { ...deps.database, rawTransaction: () => Promise.reject(new Error('The database is away.')) };
  const app = await buildApp({ ...deps, database });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const before = door.llm.requests.length;
  const answer = await postTo(`${url}/llm/v1/messages`, exactCall(10).body, bearer(place.token));
  expect(answer.status).toBe(503);
  expect(door.llm.requests).toHaveLength(before);
  app.server.closeAllConnections();
  app.server.close();
});

test('two servers on one database give away no token twice', async () => {
  const place = await door.place();
  const call = exactCall(100, { delayMs: 300 });
  await setLimit(place, { metric: 'tokens', period: 'day', limit: 10 * call.tokens });
  const second = await buildApp(door.server.deps);
  const url = await second.listen({ port: 0, host: '127.0.0.1' });
  const urls = [door.server.url, url];
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => postTo(`${urls[n % 2]}/llm/v1/messages`, call.body, bearer(place.token))),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  await place.settled();
  expect((await place.tenant.admin.client.quota.mine.query({})).items).toMatchObject([{ used: 10 * call.tokens, reserved: 0 }]);
  await second.close();
});

describe('whatever the schedule', () => {
  /** Calls that come together, and how each of them ends: with all that it was granted, a part of it, or nothing. */
  const call: fc.Arbitrary<Call> = fc.record({ input: fc.nat(300), output: fc.nat(400), ends: fc.constantFrom(1, 0.5, 0) });
  const wave = fc.array(call, { minLength: 1, maxLength: 6 });
  const ending = ({ id, ends, input, output }: Call & { id: string }) => {
    const tokens = ends === 0 ? none : { ...none, inputTokens: input, outputTokens: Math.floor(output * ends) };
    const opened = { provider: '', providerKeyId: '', model: '', at: Date.now() };
    return { id, opened, tokens, status: ends === 0 ? ('failed' as const) : ('settled' as const) };
  };

  test('use and holds never pass the limit, and nothing stays held', async () => {
    const { deps } = door.server;
    const { tenant } = await door.place();
    const ctx = systemCtx(deps, tenant.id, 'test');
    const ledger = createCallLedger(deps, (tenantId) => readAccounting({ database: deps.database, tenantId }));
    const open = async ({ input, output, ends }: Call, limit: Limit, sessionId: string) => {
      const wish = { limits: [limit], inputTokens: input, outputTokens: output, isOpen: false, rates: null };
      const got = await ledger.open(tenant.id, newCall(sessionId), wish);
      return 'refusedBy' in got ? [] : [{ id: got.id, ends, input, output: got.outputTokens }];
    };
    await fc.assert(
      fc.asyncProperty(fc.array(wave, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 2000 }), async (waves, most) => {
        const scope = `session:${newId()}`;
        const limit = { quotaId: '', subjectType: 'user', metric: 'tokens', period: 'session', limit: most, scope } as const;
        const use = () => deps.db.quotaUse.findFirst({ where: { tenantId: tenant.id, scope } });
        const sessionId = scope.slice('session:'.length);
        let allowed = 0;
        for (const calls of waves) {
          const opened = await Promise.all(calls.map((call) => open(call, limit, sessionId)));
          const { tokens = 0n, heldTokens = 0n } = (await use()) ?? {};
          expect(Number(tokens + heldTokens)).toBeLessThanOrEqual(most);
          const endings = opened.flat().map(ending);
          await settleCalls(ctx, endings);
          allowed += endings.reduce((sum, { tokens }) => sum + tokens.inputTokens + tokens.outputTokens, 0);
        }
        const left = await use();
        expect(Number(left?.tokens ?? 0)).toBe(allowed);
        expect(allowed).toBeLessThanOrEqual(most);
        expect(Number(left?.heldTokens ?? 0)).toBe(0);
      }),
      { numRuns: 500 },
    );
  }, 300_000);
});

interface Call {
  input: number;
  output: number;
  ends: number;
}

const none = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
const newCall = (sessionId: string) => ({
  id: newId(),
  userId: '',
  machineId: '',
  sessionId,
  toolSessionId: '',
  projectId: '',
  tool: '',
  provider: '',
  model: '',
  cwd: '',
  gitRemote: '',
  gitBranch: '',
  providerKeyId: '',
  streamed: true,
  holder: 'test',
  inputTokens: 0,
  at: Date.now(),
});
