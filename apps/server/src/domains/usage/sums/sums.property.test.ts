import type { UsageRange } from '@open-ace/contracts/usage';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#platform/clock';
import { systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { localDay, localWeekHour } from '../../../../test/soak/local-day.ts';
import { startTestServer, type TestServer } from '../../../../test/test-server.ts';
import { changeFigures } from '../change-figures.ts';
import { ledger, type NewUsageEvent } from '../ledger-repository.ts';
import { daysOf, momentsOf, resolveRange } from '../range.ts';
import { contributionOf, type Dimensions, dimensions, type Sums, sums } from '../rollup.ts';
import { dayOf } from '../zone.ts';
import { firstDays, type Narrowing, type SumScope, sumHoursByDay, sumUsage, sumUsageByDay, sumUsageByHour } from './repository.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const values: Record<keyof Dimensions, string[]> = {
  userId: ['u1', 'u2', 'u3'],
  machineId: ['', 'm1', 'm2'],
  projectId: ['', 'p1'],
  tool: ['claude-code', 'codex', ''],
  provider: ['anthropic', 'openai'],
  model: ['a', 'b', 'c'],
  providerKeyId: ['', 'k1'],
};
const FROM = Date.parse('2025-09-20T00:00:00Z');
const SPAN = 440 * DAY;

/** Always the same rows: what differs is what is asked of them. */
function rowsOf(count: number): NewUsageEvent[] {
  let state = 7;
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const choose = <Value>(from: readonly Value[]) => from[random(from.length)] as Value;
  return Array.from({ length: count }, (_, n) => ({
    ...(Object.fromEntries(dimensions.map((name) => [name, choose(values[name])])) as Dimensions),
    id: newId(),
    source: 'history',
    sourceKey: `row-${n}`,
    // Crowded where clocks change and months end, some to the millisecond of a border.
    at:
      n % 5 === 0
        ? Date.parse(choose(['2026-03-29T00:00Z', '2026-10-25T00:00Z', '2026-02-28T22:00Z', '2025-12-31T23:00Z'])) + random(9) * HOUR
        : FROM + random(SPAN),
    status: choose(['settled', 'settled', 'settled', 'estimated', 'failed']),
    billing: choose(['api', 'subscription']),
    toolSessionId: '',
    sessionId: '',
    cwd: '',
    gitRemote: '',
    gitBranch: '',
    matchId: null,
    matchWitness: null,
    inputTokens: random(3000),
    outputTokens: random(500),
    cacheReadTokens: random(9000),
    cacheWriteTokens: random(700),
    reasoningTokens: random(100),
    costNano: choose([null, random(1e9)]),
    priceVersion: '',
  }));
}

async function filled(timeZone: string): Promise<{ scope: SumScope; rows: NewUsageEvent[] }> {
  const { id } = await server.tenant();
  const ctx = systemCtx(server.deps, id, 'test');
  const rows = rowsOf(1500);
  const removed = rows.filter((_, n) => n % 11 === 0);
  await inTx(ctx, async (tx) => {
    await ledger(tx).insert(rows);
    await changeFigures(tx, { added: rows, removed: [] }, timeZone);
  });
  await inTx(ctx, async (tx) => {
    await ledger(tx).remove(removed.map((row) => row.id));
    await changeFigures(tx, { added: [], removed }, timeZone);
  });
  return { scope: { db: server.deps.database.rawReader, tenantId: id }, rows: rows.filter((row) => !removed.includes(row)) };
}

type Keyed = Record<string, string | number>;

/** The sums by the definition, of rows that are all looked at. */
function expected(rows: NewUsageEvent[], keysOf: (row: NewUsageEvent) => Record<string, string>): Keyed[] {
  const groups = new Map<string, Record<string, string> & Sums>();
  for (const row of rows) {
    const keys = keysOf(row);
    const name = JSON.stringify(keys);
    const group = groups.get(name) ?? ({ ...keys, ...Object.fromEntries(sums.map((each) => [each, 0])) } as Record<string, string> & Sums);
    groups.set(name, group);
    const part = contributionOf(row);
    for (const each of sums) (group as Sums)[each] += part[each];
  }
  return [...groups.values()];
}

/** In an order of its own; groups of nothing but zeros may or may not be kept. */
const sorted = (groups: Keyed[]) =>
  groups
    .filter((group) => sums.some((name) => group[name] !== 0))
    .map((group) => Object.fromEntries(Object.entries(group).sort(([a], [b]) => a.localeCompare(b))))
    .map((group) => JSON.stringify(group))
    .sort();

const day = fc.integer({ min: -3, max: 443 }).map((n) => new Date(FROM + n * DAY).toISOString().slice(0, 10));
const instant = fc
  .tuple(fc.integer({ min: 0, max: SPAN / HOUR }), fc.constantFrom(0, 0, 1, 15 * 60_000, 37 * 60_000 + 5))
  .map(([hours, more]) => new Date(FROM + hours * HOUR + more).toISOString());
const border = fc.option(fc.oneof(day, instant), { nil: undefined });
const narrowing = fc
  .subarray([...dimensions], { maxLength: 2 })
  .chain(
    (names) => fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom(...values[name])]))) as fc.Arbitrary<Narrowing>,
  );
const by = fc.subarray([...dimensions], { maxLength: 2 });

function isForwards({ from, to }: UsageRange, timeZone: string): boolean {
  const moments = momentsOf({ from, to }, timeZone);
  return moments.from < moments.to;
}

const matches = (row: NewUsageEvent, filter: Narrowing) =>
  Object.entries(filter).every(([name, value]) => row[name as keyof Dimensions] === value);
const pick = (row: NewUsageEvent, names: readonly (keyof Dimensions)[]) => Object.fromEntries(names.map((name) => [name, row[name]]));

describe.each(['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe'])('in %s', (timeZone) => {
  let scope: SumScope;
  let rows: NewUsageEvent[];
  beforeAll(async () => {
    ({ scope, rows } = await filled(timeZone));
  });

  test('sums of any range, narrowed and grouped in any way, are those of its rows', async () => {
    await fc.assert(
      fc.asyncProperty(border, border, narrowing, by, async (from, to, filter, groups) => {
        fc.pre(isForwards({ from, to }, timeZone));
        const moments = momentsOf({ from, to }, timeZone);
        const counted = rows.filter((row) => row.at >= moments.from && row.at < moments.to && matches(row, filter));
        const found = await sumUsage(scope, resolveRange({ from, to }, timeZone), filter, groups);
        expect(sorted(found)).toEqual(sorted(expected(counted, (row) => pick(row, groups))));
      }),
      { numRuns: 150 },
    );
  });

  test('so are those of each local day', async () => {
    await fc.assert(
      fc.asyncProperty(border, border, narrowing, by, async (from, to, filter, groups) => {
        fc.pre(isForwards({ from, to }, timeZone));
        const days = daysOf({ from, to }, timeZone);
        const dayOfRow = (row: NewUsageEvent) => dayOf(row.at, timeZone);
        const counted = rows.filter(
          (row) => dayOfRow(row) >= (days.from ?? '') && dayOfRow(row) <= (days.to ?? '9') && matches(row, filter),
        );
        const found = await sumUsageByDay(scope, days, filter, groups);
        expect(sorted(found)).toEqual(sorted(expected(counted, (row) => ({ day: dayOfRow(row), ...pick(row, groups) }))));
      }),
      { numRuns: 60 },
    );
  });

  test('so are those of each local hour, and of each hour of the week', async () => {
    const hourOfRow = {
      hour: (at: number) => `${localDay(at, timeZone)}T${localWeekHour(at, timeZone).slice(2)}`,
      weekHour: (at: number) => localWeekHour(at, timeZone),
    };
    const kind = fc.constantFrom('hour' as const, 'weekHour' as const);
    await fc.assert(
      fc.asyncProperty(border, border, narrowing, by, kind, async (from, to, filter, groups, hour) => {
        fc.pre(isForwards({ from, to }, timeZone));
        const moments = momentsOf({ from, to }, timeZone);
        const counted = rows.filter((row) => row.at >= moments.from && row.at < moments.to && matches(row, filter));
        const found = await sumUsageByHour(scope, resolveRange({ from, to }, timeZone), filter, timeZone, hour, groups);
        expect(sorted(found)).toEqual(sorted(expected(counted, (row) => ({ [hour]: hourOfRow[hour](row.at), ...pick(row, groups) }))));
      }),
      { numRuns: 100 },
    );
  });

  test('so are those of some hours of each day, and the day on which something came first', async () => {
    const nights = ['22', '23', '00', '01'];
    await fc.assert(
      fc.asyncProperty(fc.option(day, { nil: undefined }), fc.option(day, { nil: undefined }), narrowing, async (from, to, filter) => {
        fc.pre(isForwards({ from, to }, timeZone));
        const ofDay = (row: NewUsageEvent) => dayOf(row.at, timeZone);
        const fitting = rows.filter((row) => matches(row, filter));
        const counted = fitting.filter(
          (row) => ofDay(row) >= (from ?? '') && ofDay(row) <= (to ?? '9') && nights.includes(localWeekHour(row.at, timeZone).slice(2)),
        );
        const found = await sumHoursByDay(scope, { from, to }, filter, timeZone, nights);
        expect(sorted(found)).toEqual(sorted(expected(counted, (row) => ({ day: ofDay(row) }))));
        for (const column of ['tool', 'model'] as const) {
          const first = new Map<string, string>();
          for (const row of fitting) if (row[column] && ofDay(row) < (first.get(row[column]) ?? '9')) first.set(row[column], ofDay(row));
          expect(Object.fromEntries(await firstDays(scope, filter, column))).toEqual(Object.fromEntries(first));
        }
      }),
      { numRuns: 60 },
    );
  });
});
