import { UsageDimension, UsageGrain } from '@open-ace/contracts/analysis';
import type { UsageReport } from '@open-ace/contracts/history';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#platform/clock';
import { systemCtx } from '#platform/context';
import { newId } from '#platform/ids';
import { refusal, startTestServer, type TestMachine, type TestServer, type TestTenant } from '../../../test/test-server.ts';
import { report } from '../../../test/usage-report.ts';
import { type MeteredCall, noteCall, openCall, settleCall } from './index.ts';
import { QUARTER, startOfDay } from './zone.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function place() {
  const tenant = await server.tenant();
  const machine = await tenant.machine();
  return { tenant, machine, push: (...reports: UsageReport[]) => machine.client.collection.push.mutate({ reports }) };
}

const call = (tenant: TestTenant, machine: TestMachine): MeteredCall => ({
  userId: tenant.admin.id,
  machineId: machine.id,
  sessionId: '',
  toolSessionId: '',
  projectId: '',
  tool: 'claude-code',
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  cwd: '/home/dev/proj',
  gitRemote: '',
  gitBranch: '',
  providerKeyId: '',
  streamed: true,
  holder: 'test',
  inputTokens: 900,
});
const tokens = { inputTokens: 1000, outputTokens: 60, cacheReadTokens: 200, cacheWriteTokens: 0, reasoningTokens: 0 };
const ctxOf = (tenant: TestTenant) => systemCtx(server.deps, tenant.id, 'test');

/** Sums as the rows say, by the definition: the rollups must agree. */
async function rawTotals(tenant: TestTenant) {
  const rows = await server.deps.db.usageEvent.findMany({ where: { tenantId: tenant.id } });
  const counted = rows.filter(({ status }) => status === 'settled' || status === 'estimated');
  return {
    inputTokens: counted.reduce((sum, row) => sum + Number(row.inputTokens), 0),
    outputTokens: counted.reduce((sum, row) => sum + Number(row.outputTokens), 0),
    requests: counted.length,
    failedRequests: rows.filter(({ status }) => status === 'failed').length,
    costUsd: counted.reduce((sum, row) => sum + Number(row.costNano ?? 0), 0) / 1e9,
  };
}

describe('history', () => {
  test('is added once, however often and in whatever order it is told', async () => {
    const { tenant, push } = await place();
    const reports = [report(), report({ tool: 'codex', model: 'gpt-5-codex' }), report({ model: 'no-such-model' })];
    expect(await push(...reports)).toEqual({ added: 3, known: 0 });
    expect(await push(...reports.toReversed(), ...reports)).toEqual({ added: 0, known: 6 });
    const summary = await tenant.admin.client.usage.summary.query({});
    expect(summary).toMatchObject({
      inputTokens: 3000,
      outputTokens: 150,
      cacheReadTokens: 600,
      cacheWriteTokens: 30,
      requests: 3,
      failedRequests: 0,
      unpricedRequests: 1,
    });
    expect(summary.byTool.map(({ tool, requests }) => [tool, requests]).sort()).toEqual([
      ['claude-code', 2],
      ['codex', 1],
    ]);
  });

  test('told by many at once is added once', async () => {
    const { tenant, push } = await place();
    const reports = Array.from({ length: 50 }, () => report());
    await Promise.all(Array.from({ length: 8 }, () => push(...reports)));
    expect(await tenant.admin.client.usage.summary.query({})).toMatchObject({ requests: 50, inputTokens: 50_000 });
  });

  test('is priced as the API would be and, by default, not called money spent', async () => {
    const { tenant, push } = await place();
    await push(report({ model: 'claude-haiku-4-5', inputTokens: 1_000_000, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }));
    const summary = await tenant.admin.client.usage.summary.query({});
    expect(summary.costUsd).toBeCloseTo(1, 6);
    expect(summary.billedUsd).toBe(0);
  });

  test('belongs to the machine’s owner, and a policy of off takes nothing', async () => {
    const { tenant, machine, push } = await place();
    await push(report());
    const [row] = (await tenant.admin.client.usage.events.query({})).items;
    expect(row).toMatchObject({
      user: { id: tenant.admin.id },
      machine: { id: machine.id },
      source: 'history',
      status: 'settled',
      cwd: '/home/dev/proj',
      billing: 'subscription',
    });
    await tenant.admin.client.machine.update.mutate({ machineId: machine.id, historyPolicy: 'off' });
    expect((await refusal(push(report()))).reason).toBe('history_off');
  });

  test('an answer that was cut off is marked estimated', async () => {
    const { tenant, push } = await place();
    await push(report({ partial: true }));
    expect((await tenant.admin.client.usage.events.query({ status: 'estimated' })).items).toHaveLength(1);
  });
});

describe('a request seen by the gateway and in a log', () => {
  test('counts once when the gateway settled first', async () => {
    const { tenant, machine, push } = await place();
    const id = await openCall(ctxOf(tenant), call(tenant, machine));
    await settleCall(ctxOf(tenant), id, { status: 'settled', tokens, matchId: 'msg_1', matchWitness: 'req_1', httpStatus: 200 });
    const told = report({ matchId: 'msg_1', matchWitness: 'req_1', at: server.deps.clock.now(), outputTokens: 1 });
    expect(await push(told)).toEqual({ added: 0, known: 1 });
    expect(await push(told)).toEqual({ added: 0, known: 1 });
    expect(await tenant.admin.client.usage.summary.query({})).toMatchObject({ requests: 1, outputTokens: 60 });
    expect(await server.deps.db.usageClaim.findMany({ where: { tenantId: tenant.id } })).toMatchObject([
      { usageEventId: id, outputTokens: 1n },
    ]);
  });

  test('counts once, with the gateway’s figures, when the log was read before the gateway settled', async () => {
    const { tenant, machine, push } = await place();
    const id = await openCall(ctxOf(tenant), call(tenant, machine));
    await push(report({ matchId: 'msg_2', at: server.deps.clock.now(), outputTokens: 1 }));
    expect(await tenant.admin.client.usage.summary.query({})).toMatchObject({ requests: 1, outputTokens: 1 });
    await settleCall(ctxOf(tenant), id, { status: 'settled', tokens, matchId: 'msg_2', httpStatus: 200 });
    expect(await tenant.admin.client.usage.summary.query({})).toMatchObject({ requests: 1, outputTokens: 60 });
  });

  test('is never matched with another of the same id: providers repeat ids', async () => {
    const { tenant, machine, push } = await place();
    for (let n = 0; n < 3; n++) {
      const id = await openCall(ctxOf(tenant), call(tenant, machine));
      await settleCall(ctxOf(tenant), id, { status: 'settled', tokens, matchId: 'ring_1', matchWitness: `req_${n}`, httpStatus: 200 });
    }
    expect((await tenant.admin.client.usage.summary.query({})).requests).toBe(3);
    const at = server.deps.clock.now();
    await push(...[0, 1, 2].map((n) => report({ matchId: 'ring_1', matchWitness: `req_${n}`, at })));
    expect((await tenant.admin.client.usage.summary.query({})).requests).toBe(3);
    // A fourth of that id that the gateway never saw, and one of another day, are requests of their own.
    await push(report({ matchId: 'ring_1', matchWitness: 'req_9', at }), report({ matchId: 'ring_1', at: at - 24 * HOUR }));
    expect((await tenant.admin.client.usage.summary.query({})).requests).toBe(5);
  });

  test('of another machine and person is another request', async () => {
    const { tenant, machine } = await place();
    const other = await place();
    const id = await openCall(ctxOf(tenant), call(tenant, machine));
    await settleCall(ctxOf(tenant), id, { status: 'settled', tokens, matchId: 'msg_3', httpStatus: 200 });
    await other.push(report({ matchId: 'msg_3', at: server.deps.clock.now() }));
    expect((await other.tenant.admin.client.usage.summary.query({})).requests).toBe(1);
    expect((await tenant.admin.client.usage.summary.query({})).requests).toBe(1);
  });

  test('what a metered process logs is not added, even where no row matches', async () => {
    const { tenant, machine, push } = await place();
    const toolSessionId = newId();
    const { id: sessionId } = await tenant.admin.client.session.create.mutate({ machineId: machine.id, tool: 'claude-code', cwd: '/tmp' });
    const now = server.deps.clock.now();
    const at = (minutes: number) => now + minutes * MINUTE;
    const boxId = newId();
    await machine.client.session.push.mutate({
      boxId,
      items: [
        {
          seq: 1,
          sessionId,
          at: now,
          event: { type: 'process_started', toolSessionId, toolVersion: '', model: '', gitRemote: '', gitBranch: '' },
        },
      ],
    });
    await push(report({ toolSessionId, at: at(3) }));
    await machine.client.session.push.mutate({
      boxId,
      items: [{ seq: 2, sessionId, at: at(10), event: { type: 'process_ended', reason: 'exited', exitCode: 0, message: '' } }],
    });
    await push(report({ toolSessionId, at: at(5) }));
    expect((await tenant.admin.client.usage.summary.query({})).requests).toBe(0);
    // Before and after that process ran, the same CLI session went its own way.
    await push(report({ toolSessionId, at: at(-60) }), report({ toolSessionId, at: at(60) }));
    expect((await tenant.admin.client.usage.summary.query({})).requests).toBe(2);
  });
});

describe('a metered call', () => {
  test('counts in nothing while it is open, and once when it ends, however often it is ended', async () => {
    const { tenant, machine } = await place();
    const id = await openCall(ctxOf(tenant), call(tenant, machine));
    expect(await tenant.admin.client.usage.summary.query({})).toMatchObject({ requests: 0, inputTokens: 0 });
    await Promise.all([1, 2, 3].map(() => settleCall(ctxOf(tenant), id, { status: 'settled', tokens, httpStatus: 200 })));
    await settleCall(ctxOf(tenant), id, { status: 'failed', httpStatus: 500 });
    expect(await tenant.admin.client.usage.summary.query({})).toMatchObject({ requests: 1, failedRequests: 0, inputTokens: 1000 });
  });

  test('that failed counts as a failure and costs nothing; one that was cut keeps what was known', async () => {
    const { tenant, machine } = await place();
    const failed = await openCall(ctxOf(tenant), call(tenant, machine));
    await settleCall(ctxOf(tenant), failed, { status: 'failed', httpStatus: 529, error: 'overloaded_error' });
    const cut = await openCall(ctxOf(tenant), call(tenant, machine));
    await noteCall(ctxOf(tenant), cut, { tokens: { ...tokens, outputTokens: 1 }, matchId: 'msg_cut', matchWitness: null, firstByteMs: 5 });
    await settleCall(ctxOf(tenant), cut, { status: 'estimated' });
    const summary = await tenant.admin.client.usage.summary.query({});
    expect(summary).toMatchObject({ requests: 1, failedRequests: 1, inputTokens: 1000, outputTokens: 1 });
    expect(summary.billedUsd).toBe(summary.costUsd);
  });
});

describe('figures', () => {
  test('beyond 2^31 are right, and beyond 2^53 an error instead of a wrong number', async () => {
    const { tenant, push } = await place();
    const huge = {
      inputTokens: 3_000_000_000,
      outputTokens: 0,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      model: 'no-such-model',
    };
    await push(report(huge), report(huge));
    expect((await tenant.admin.client.usage.summary.query({})).inputTokens).toBe(6_000_000_000);
    const most = { ...huge, inputTokens: Number.MAX_SAFE_INTEGER };
    await push(report(most), report(most));
    expect((await refusal(tenant.admin.client.usage.summary.query({}))).code).toBe('INTERNAL');
  });

  test('of a local day follow the tenant’s clocks on the days they change', async () => {
    const { tenant, push } = await place();
    await server.deps.database.transaction((tx) => tx.tenant.update({ where: { id: tenant.id }, data: { timeZone: 'Europe/Berlin' } }));
    const at = (text: string) => report({ at: Date.parse(text) });
    // On 25 October 2026 clocks go back at 01:00 UTC: that day has 25 hours, from 22:00 to 23:00 UTC.
    await push(
      at('2026-10-24T21:59:59Z'),
      at('2026-10-24T22:00:00Z'),
      at('2026-10-25T00:30:00Z'),
      at('2026-10-25T01:30:00Z'),
      at('2026-10-25T22:59:59Z'),
      at('2026-10-25T23:00:00Z'),
    );
    const { items } = await tenant.admin.client.analysis.trend.query({});
    expect(items.map(({ period, requests }) => [period, requests])).toEqual([
      ['2026-10-24', 1],
      ['2026-10-25', 4],
      ['2026-10-26', 1],
    ]);
    const oneDay = { from: '2026-10-25', to: '2026-10-25' };
    expect((await tenant.admin.client.usage.summary.query(oneDay)).requests).toBe(4);
    expect(
      (await tenant.admin.client.usage.summary.query({ from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' })).requests,
    ).toBe(4);
    expect((await tenant.admin.client.usage.events.query(oneDay)).items).toHaveLength(4);
  });

  test('of any range of moments are those of its rows', async () => {
    const { tenant, push } = await place();
    const base = Date.parse('2026-11-20T00:00:00Z');
    const times = Array.from({ length: 120 }, (_, n) => base + n * 7 * MINUTE + n);
    await push(...times.map((at) => report({ at })));
    const moment = fc.integer({ min: -2 * QUARTER, max: 120 * 7 * MINUTE + QUARTER }).map((offset) => base + offset);
    await fc.assert(
      fc.asyncProperty(moment, moment, async (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const { requests } = await tenant.admin.client.usage.summary.query({
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
        });
        expect(requests).toBe(times.filter((at) => at >= from && at < to).length);
      }),
      { numRuns: 40 },
    );
  });

  test('on every page are the sums of the rows behind them', async () => {
    const { tenant, machine, push } = await place();
    await push(
      ...Array.from({ length: 30 }, (_, n) =>
        report({
          at: Date.now() - n * 17 * HOUR,
          tool: n % 2 ? 'codex' : 'claude-code',
          model: n % 3 ? 'claude-sonnet-4-5' : 'gpt-5-codex',
        }),
      ),
    );
    for (let n = 0; n < 6; n++) {
      const id = await openCall(ctxOf(tenant), call(tenant, machine));
      await settleCall(ctxOf(tenant), id, n % 3 ? { status: 'settled', tokens } : { status: 'failed' });
    }
    const { analysis, usage } = tenant.admin.client;
    const truth = await rawTotals(tenant);
    const lately = { from: new Date(Date.now() - 28 * DAY).toISOString(), to: new Date(Date.now() + DAY).toISOString() };
    const summary = await usage.summary.query({});
    expect(summary).toMatchObject({ ...truth, costUsd: expect.closeTo(truth.costUsd, 9) });
    const lists = [
      summary.byTool,
      ...(await Promise.all(UsageGrain.options.map(async (grain) => (await analysis.trend.query({ ...lately, grain })).items))),
      ...(await Promise.all(UsageDimension.options.map(async (by) => (await analysis.ranking.query({ by })).items))),
      (await analysis.heatmap.query({})).cells,
    ];
    for (const list of lists) {
      expect(list.reduce((sum, row) => sum + row.requests, 0)).toBe(truth.requests);
      expect(list.reduce((sum, row) => sum + row.inputTokens, 0)).toBe(truth.inputTokens);
      expect(list.reduce((sum, row) => sum + row.costUsd, 0)).toBeCloseTo(truth.costUsd, 9);
    }
  });

  test('of others are for administrators', async () => {
    const { tenant, push } = await place();
    await push(report());
    const user = await tenant.person('user');
    expect((await user.client.usage.summary.query({})).requests).toBe(0);
    expect((await user.client.usage.events.query({})).items).toEqual([]);
    expect((await refusal(user.client.usage.summary.query({ userId: tenant.admin.id }))).reason).toBe('own_figures_only');
    const [row] = (await tenant.admin.client.usage.events.query({})).items;
    const usageEventId = row?.id ?? '';
    expect(await tenant.admin.client.usage.event.query({ usageEventId })).toMatchObject(row ?? {});
    expect((await refusal(user.client.usage.event.query({ usageEventId }))).code).toBe('NOT_FOUND');
  });

  test('rows come page by page, newest first, without gap or repeat', async () => {
    const { tenant, push } = await place();
    await push(...Array.from({ length: 25 }, (_, n) => report({ at: Date.parse('2026-11-20T10:00:00Z') + Math.floor(n / 3) })));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await tenant.admin.client.usage.events.query({
        limit: 7,
        cursor,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });

  test('that change are announced within a second', async () => {
    const { tenant, push } = await place();
    const socket = server.socket(tenant.admin.token);
    let heard = 0;
    socket.client.usage.changes.subscribe(undefined, { onData: () => heard++ });
    await expect.poll(() => heard).toBe(1);
    await push(report());
    await expect.poll(() => heard, { timeout: 1000 }).toBe(2);
    await socket.close();
  });
});

test.each(['Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/St_Johns', 'UTC'])(
  'days of %s begin where their clocks say',
  (zone) => {
    const local = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    for (let day = Date.parse('2026-01-01'); day < Date.parse('2027-01-01'); day += 24 * HOUR) {
      const text = new Date(day).toISOString().slice(0, 10);
      const start = startOfDay(text, zone);
      expect(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(start)).toBe(text);
      expect(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(start - 1) < text).toBe(true);
      expect(['00:00', '01:00']).toContain(local.format(start));
    }
  },
);
