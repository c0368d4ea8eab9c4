import type { SetAnomaly } from '@open-ace/contracts/analysis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#platform/clock';
import { refusal, startTestServer, type TestServer, type TestTenant } from '../../../test/test-server.ts';
import { report } from '../../../test/usage-report.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const MONDAY = Date.parse('2026-09-07T00:00:00Z');
const range = { from: '2026-09-07', to: '2026-10-18' };
const dayAt = (n: number) => new Date(MONDAY + n * DAY).toISOString().slice(0, 10);

/** Six weeks of a team: ten requests a working day at ten o'clock, with what the test has happen besides. */
async function sixWeeks(...besides: Parameters<typeof report>[0][]) {
  const tenant = await server.tenant();
  await server.deps.database.transaction((tx) => tx.tenant.update({ where: { id: tenant.id }, data: { timeZone: 'UTC' } }));
  const machine = await tenant.machine();
  const ordinary = Array.from({ length: 42 }, (_, day) => day)
    .filter((day) => day % 7 < 5)
    .flatMap((day) => Array.from({ length: 10 }, (_, n) => report({ at: MONDAY + day * DAY + 10 * HOUR + n })));
  const reports = [...ordinary, ...besides.map((each) => report(each))];
  for (let from = 0; from < reports.length; from += 200)
    await machine.client.collection.push.mutate({ reports: reports.slice(from, from + 200) });
  return { tenant, machine, analysis: tenant.admin.client.analysis };
}

const burst = (count: number, day: number, hour: number, changed: Parameters<typeof report>[0] = {}) =>
  Array.from({ length: count }, (_, n) => ({ ...changed, at: MONDAY + day * DAY + hour * HOUR + n }));

describe('trend', () => {
  test('by hours, days, weeks from Monday and months of the tenant’s clocks', async () => {
    const { tenant, analysis } = await sixWeeks();
    const counted = async (input: Parameters<typeof analysis.trend.query>[0]) =>
      (await analysis.trend.query(input)).items.map(({ period, requests }) => [period, requests]);
    expect(await counted({ ...range, grain: 'week' })).toEqual([0, 7, 14, 21, 28, 35].map((day) => [dayAt(day), 50]));
    expect(await counted({ ...range, grain: 'month' })).toEqual([
      ['2026-09', 180],
      ['2026-10', 120],
    ]);
    expect(await counted({ from: '2026-09-07', to: '2026-09-08', grain: 'hour' })).toEqual([
      ['2026-09-07T10', 10],
      ['2026-09-08T10', 10],
    ]);
    await server.deps.database.transaction((tx) => tx.tenant.update({ where: { id: tenant.id }, data: { timeZone: 'Asia/Kathmandu' } }));
    expect(await counted({ from: '2026-09-07', to: '2026-09-07', grain: 'hour' })).toEqual([['2026-09-07T15', 10]]);
  });

  test('of hours for a quarter of a year is refused with what to do', async () => {
    const { analysis } = await sixWeeks();
    expect((await refusal(analysis.trend.query({ from: '2026-08-01', to: '2026-10-31', grain: 'hour' }))).reason).toBe('range_too_long');
    expect((await refusal(analysis.trend.query({ grain: 'hour' }))).reason).toBe('range_too_long');
  });
});

describe('ranking', () => {
  test('has most first, names who it is, and sums up what is beyond the limit', async () => {
    const { tenant, machine, analysis } = await sixWeeks(
      { tool: 'codex', model: 'gpt-5-codex', inputTokens: 50_000_000 },
      { tool: 'codex', model: 'gpt-5-codex', inputTokens: 1 },
    );
    const byTool = await analysis.ranking.query({ ...range, by: 'tool', limit: 1, from: undefined, to: undefined });
    expect(byTool.items.map(({ id, name, requests }) => [id, name, requests])).toEqual([['codex', 'codex', 2]]);
    expect(byTool.others).toMatchObject({ count: 1, totals: { requests: 300 } });
    const byRequests = await analysis.ranking.query({ by: 'tool', metric: 'requests' });
    expect(byRequests.items.map(({ id }) => id)).toEqual(['claude-code', 'codex']);
    const [person] = (await analysis.ranking.query({ by: 'person' })).items;
    expect(person).toMatchObject({ id: tenant.admin.id, name: tenant.admin.username, requests: 302 });
    const [first] = (await analysis.ranking.query({ by: 'machine' })).items;
    expect(first).toMatchObject({ id: machine.id, requests: 302 });
    expect(first?.name).not.toBeNull();
    const [none] = (await analysis.ranking.query({ by: 'project' })).items;
    expect(none).toMatchObject({ id: '', name: null, requests: 302 });
  });
});

describe('heat map', () => {
  test('has the hours of the week, of all and of one person alike', async () => {
    const { tenant, analysis } = await sixWeeks(...burst(3, 5, 23));
    const cells = async (input: object) =>
      (await analysis.heatmap.query({ ...range, ...input })).cells.map((cell) => [cell.weekday, cell.hour, cell.requests]);
    const expected = [...[1, 2, 3, 4, 5].map((weekday) => [weekday, 10, 60]), [6, 23, 3]];
    expect(await cells({})).toEqual(expected);
    expect(await cells({ userId: tenant.admin.id })).toEqual(expected);
    expect(await cells({ from: '2026-09-07T09:00:00.000Z', to: '2026-10-18T23:00:00.000Z' })).toEqual(expected);
  });
});

describe('forecast', () => {
  test('knows the week, and says how it did', async () => {
    const { analysis } = await sixWeeks();
    const { past, forecast } = await analysis.forecast.query({ ...range, metric: 'requests', horizon: 7 });
    expect(past).toHaveLength(42);
    expect(forecast?.days.map(({ day, expected }) => [day, Math.round(expected)])).toEqual(
      [10, 10, 10, 10, 10, 0, 0].map((value, n) => [dayAt(42 + n), value]),
    );
    expect(forecast?.total.expected).toBeCloseTo(50, 5);
    expect(forecast?.tested?.dayError).toBeCloseTo(0, 5);
  });

  test('of less than two weeks is none', async () => {
    const { analysis } = await sixWeeks();
    const { past, forecast } = await analysis.forecast.query({ from: '2026-09-07', to: '2026-09-19', metric: 'requests' });
    expect(past).toHaveLength(13);
    expect(forecast).toBeNull();
  });
});

describe('anomalies', () => {
  const eventful = () =>
    sixWeeks(...burst(60, 30, 11, { model: 'claude-opus-4-5' }), ...burst(12, 36, 23), {
      tool: 'codex',
      model: 'gpt-5-codex',
      at: MONDAY + 38 * DAY + 9 * HOUR,
    });
  const asked = { ...range, metric: 'requests' as const };

  test('are days unlike their like, with who and what drove them', async () => {
    const { tenant, analysis } = await eventful();
    const { items } = await analysis.anomalies.query(asked);
    expect(items.map(({ day, kind, subject }) => [day, kind, subject])).toEqual([
      [dayAt(38), 'new_model', 'gpt-5-codex'],
      [dayAt(38), 'new_tool', 'codex'],
      [dayAt(36), 'off_hours', ''],
      [dayAt(36), 'spike', ''],
      [dayAt(30), 'new_model', 'claude-opus-4-5'],
      [dayAt(30), 'spike', ''],
    ]);
    const spike = items.at(-1);
    expect(spike).toMatchObject({ severity: 'high', value: 70, status: 'open' });
    expect(spike?.expected).toBeCloseTo(10, 5);
    expect(spike?.drivers.map(({ by, id, value }) => [by, id, value])).toEqual([
      ['model', 'claude-opus-4-5', 60],
      ['tool', 'claude-code', 70],
      ['person', tenant.admin.id, 70],
    ]);
  });

  test('keep what was said of them, for the same figures alone, and the audit log tells it', async () => {
    const { tenant, analysis } = await eventful();
    const spike: SetAnomaly = { kind: 'spike', metric: 'requests', day: dayAt(30), subject: '', status: 'ignored', note: 'The migration' };
    await analysis.setAnomaly.mutate({ ...spike, status: 'handled', note: '' });
    await analysis.setAnomaly.mutate(spike);
    const said = async (input: object) =>
      (await analysis.anomalies.query({ ...asked, ...input })).items
        .filter(({ status }) => status !== 'open')
        .map(({ day, kind, status, note, handledBy }) => [day, kind, status, note, handledBy]);
    expect(await said({})).toEqual([[dayAt(30), 'spike', 'ignored', 'The migration', tenant.admin.username]]);
    expect(await said({ tool: 'claude-code' })).toEqual([]);
    expect(await said({ metric: 'tokens' })).toEqual([]);
    const { items } = await tenant.admin.client.audit.list.query({ action: 'anomaly.set' });
    expect(items.map(({ resourceName }) => resourceName)).toEqual(Array(2).fill(`${dayAt(30)} spike`));
  });

  test('of less than a week are none', async () => {
    const { analysis } = await eventful();
    expect(await analysis.anomalies.query({ ...asked, from: dayAt(28), to: dayAt(33) })).toMatchObject({ items: [], leastDays: 7 });
  });
});

async function ofOthers(tenant: TestTenant) {
  const { client } = await tenant.person('user');
  return client.analysis;
}

test('figures of others are for administrators, here as everywhere', async () => {
  const { tenant } = await sixWeeks();
  const own = await ofOthers(tenant);
  expect((await own.trend.query(range)).items).toEqual([]);
  expect((await own.ranking.query({ ...range, by: 'person' })).items).toEqual([]);
  expect((await own.heatmap.query(range)).cells).toEqual([]);
  expect((await own.forecast.query({ ...range, metric: 'requests' })).past).toEqual([]);
  expect((await own.anomalies.query(range)).days).toEqual([]);
  const others = { ...range, userId: tenant.admin.id };
  const asks = [own.trend, own.heatmap, own.forecast, own.anomalies];
  for (const ask of asks) expect((await refusal(ask.query(others))).reason).toBe('own_figures_only');
});
