import { Prisma } from '@open-ace/prisma/sqlite';
import { DAY, HOUR } from '#platform/clock';
import type { RawClient } from '#platform/db/raw';
import { ownTenant } from '#platform/db/scope';
import { type DayRange, momentsOf, monthsOf, type RangeParts } from '../range.ts';
import { type Dimensions, type SumDimension, type Sums, sumDimensions, sums } from '../rollup.ts';
import { safeNumber } from '../rows.ts';
import { type MomentRange, offsetsOf, QUARTER } from '../zone.ts';

/** A client that reads, and the one tenant whose sums it sees. Without Prisma between: it would cost more than the statement. */
export interface SumScope {
  db: Pick<RawClient, '$queryRaw'>;
  tenantId: string;
  /** The sums that are wanted; the others stay 0. */
  only?: readonly (keyof Sums)[];
}

/** Which rows count, besides the range. */
export type Narrowing = { [Name in keyof Dimensions]?: string | undefined };

/** Days and hours are of the tenant's clocks: `2026-11-20`, `2026-11-20T09`, and the hour of the week `1-09`. */
type Grouping = 'day' | 'hour' | 'weekHour' | keyof Dimensions;
export type Group<Key extends Grouping> = Record<Key, string> & Sums;

const quoted = (name: string) => Prisma.raw(`"${name}"`);
/** A whole number of our own, written out: SQLite would take a parameter for a fraction, and divide as such. */
export const whole = (value: number) => Prisma.raw(String(Math.trunc(value)));
const total = (name: string, expression: Prisma.Sql) => Prisma.sql`CAST(COALESCE(SUM(${expression}), 0) AS BIGINT) AS ${quoted(name)}`;

/** What an event row adds to each sum, as `contributionOf` says, in SQL. */
export function ofEvent(name: keyof Sums): Prisma.Sql {
  const answered = Prisma.sql`"status" IN ('settled', 'estimated')`;
  switch (name) {
    case 'requests':
      return Prisma.sql`CASE WHEN ${answered} THEN 1 ELSE 0 END`;
    case 'failedRequests':
      return Prisma.sql`CASE WHEN "status" = 'failed' THEN 1 ELSE 0 END`;
    case 'unpricedRequests':
      return Prisma.sql`CASE WHEN ${answered} AND "costNano" IS NULL THEN 1 ELSE 0 END`;
    case 'costNano':
      return Prisma.sql`CASE WHEN ${answered} THEN COALESCE("costNano", 0) ELSE 0 END`;
    case 'billedNano':
      return Prisma.sql`CASE WHEN ${answered} AND "billing" = 'api' THEN COALESCE("costNano", 0) ELSE 0 END`;
    default:
      return Prisma.sql`CASE WHEN ${answered} THEN ${quoted(name)} ELSE 0 END`;
  }
}

interface Source {
  table: 'UsageSum' | 'UsageDay' | 'UsageQuarter' | 'UsageEvent';
  where: Prisma.Sql[];
  /** Where this table has it under another name, or it must be worked out. */
  columns?: { [Name in Grouping]?: Prisma.Sql };
}

const between = (name: string, { from, to }: DayRange): Prisma.Sql[] => [
  ...(from === undefined ? [] : [Prisma.sql`${quoted(name)} >= ${from}`]),
  ...(to === undefined ? [] : [Prisma.sql`${quoted(name)} <= ${to}`]),
];
const within = (name: string, [from, to]: MomentRange): Prisma.Sql[] => [
  Prisma.sql`${quoted(name)} >= ${from}`,
  Prisma.sql`${quoted(name)} < ${to}`,
];
const narrowed = (narrowing: Narrowing): Prisma.Sql[] =>
  Object.entries(narrowing).flatMap(([name, value]) => (value === undefined ? [] : [Prisma.sql`${quoted(name)} = ${value}`]));

/** The dimension whose sums alone answer it; null where more columns than one, or others than these, tell rows apart. */
function dimensionFor({ tool: _tool, ...narrowing }: Narrowing, by: readonly Grouping[]): SumDimension | null {
  if (Object.values(narrowing).some((value) => value !== undefined)) return null;
  if (by.includes('weekHour')) return 'hour';
  const columns = by.filter((name) => name !== 'tool' && name !== 'day');
  if (columns.length > 1) return null;
  const found = Object.entries(sumDimensions).find(([, column]) => column === (columns[0] ?? null));
  return (found?.[0] as SumDimension | undefined) ?? null;
}

/** Days from the smallest table that has what is asked: by whole months as far as no day is asked for. */
function daySources(range: DayRange, narrowing: Narrowing, by: readonly Grouping[]): Source[] {
  const dimension = dimensionFor(narrowing, by);
  if (dimension === null) return [{ table: 'UsageDay', where: [...between('day', range), ...narrowed(narrowing)] }];
  const column = sumDimensions[dimension];
  const ofGrain = (grain: 'day' | 'month', period: DayRange): Source => ({
    table: 'UsageSum',
    where: [
      Prisma.sql`"dimension" = ${dimension}`,
      Prisma.sql`"grain" = ${grain}`,
      ...between('period', period),
      ...narrowed({ tool: narrowing.tool }),
    ],
    columns: { day: quoted('period'), weekHour: quoted('value'), ...(column && { [column]: quoted('value') }) },
  });
  if (by.includes('day')) return [ofGrain('day', range)];
  const { months, days } = monthsOf(range);
  return [...(months ? [ofGrain('month', months)] : []), ...days.map((part) => ofGrain('day', part))];
}

const quarterSource = (range: MomentRange, narrowing: Narrowing): Source => ({
  table: 'UsageQuarter',
  where: [...within('bucket', range), ...narrowed(narrowing)],
});

const rowSource = (range: MomentRange, narrowing: Narrowing): Source => ({
  table: 'UsageEvent',
  // What runs or was refused adds nothing, and makes no group of its own.
  where: [...within('at', range), Prisma.sql`"status" IN ('settled', 'estimated', 'failed')`, ...narrowed(narrowing)],
});

async function sumOf<Key extends Grouping>(
  scope: SumScope,
  { table, where, columns = {} }: Source,
  by: readonly Key[],
): Promise<Group<Key>[]> {
  const wanted = scope.only ?? sums;
  const figures = wanted.map((name) => total(name, table === 'UsageEvent' ? ofEvent(name) : quoted(name)));
  const named = by.map((name) => Prisma.sql`${columns[name] ?? quoted(name)} AS ${quoted(name)}`);
  // By their places: PostgreSQL takes an expression with parameters for another one each time.
  const places = by.map((_, at) => Prisma.raw(String(at + 1)));
  const rows = await scope.db.$queryRaw<Record<string, string | bigint | number>[]>`
    SELECT ${Prisma.join([...named, ...figures])} FROM ${quoted(table)}
    WHERE ${Prisma.join([Prisma.sql`"tenantId" = ${ownTenant(scope)}`, ...where], ' AND ')}
    ${places.length > 0 ? Prisma.sql`GROUP BY ${Prisma.join(places)}` : Prisma.empty}`;
  return rows.map((row) => {
    const group: Record<string, string | number> = {};
    for (const name of by) group[name] = String(row[name]);
    for (const name of sums) group[name] = wanted.includes(name) ? safeNumber(BigInt(row[name] ?? 0)) : 0;
    return group as Group<Key>;
  });
}

function merged<Key extends Grouping>(parts: Group<Key>[][], by: readonly Key[]): Group<Key>[] {
  const groups = new Map<string, Group<Key>>();
  for (const row of parts.flat()) {
    const key = by.map((name) => row[name]).join('\u0001');
    const group = groups.get(key);
    if (!group) groups.set(key, { ...row });
    else for (const name of sums) (group as Sums)[name] += row[name];
  }
  return [...groups.values()];
}

/** Sums of a range by the given columns: from rollups, save for the moments at the ends of a range that begins or ends in a quarter. */
export async function sumUsage<Key extends keyof Dimensions>(
  scope: SumScope,
  { days, quarters, moments }: RangeParts,
  narrowing: Narrowing,
  by: readonly Key[],
): Promise<Group<Key>[]> {
  const sources = [
    ...(days ? daySources(days, narrowing, by) : []),
    ...quarters.map((range) => quarterSource(range, narrowing)),
    ...moments.map((range) => rowSource(range, narrowing)),
  ];
  return merged(await Promise.all(sources.map((source) => sumOf(scope, source, by))), by);
}

/** Sums of each local day by the given columns; of some days alone, if they are given. */
export async function sumUsageByDay<Key extends keyof Dimensions>(
  scope: SumScope,
  range: DayRange,
  narrowing: Narrowing,
  by: readonly Key[],
  days?: readonly string[],
): Promise<Group<'day' | Key>[]> {
  const columns = ['day', ...by] as const;
  const parts = daySources(range, narrowing, columns).map((source) => {
    const chosen = days ? [Prisma.sql`${source.columns?.day ?? quoted('day')} IN (${Prisma.join([...days])})`] : [];
    return sumOf(scope, { ...source, where: [...source.where, ...chosen] }, columns);
  });
  return (await Promise.all(parts)).flat();
}

/** Hours since the local clock's 1970, which began on a Thursday; as text, as every key is. */
function hourOf(column: 'bucket' | 'at', offset: number, by: 'hour' | 'weekHour'): Prisma.Sql {
  const hour = Prisma.sql`(${quoted(column)} + ${whole(offset)}) / ${whole(HOUR)}`;
  return by === 'hour' ? Prisma.sql`CAST(${hour} AS TEXT)` : Prisma.sql`CAST((${hour} + 72) % 168 AS TEXT)`;
}

const pad = (hour: number): string => String(hour).padStart(2, '0');

/** What `hourOf` gave, as keys are written. */
function readHour(key: string, by: 'hour' | 'weekHour'): string {
  const hour = Number(key);
  return by === 'hour' ? new Date(hour * HOUR).toISOString().slice(0, 13) : `${Math.floor(hour / 24) + 1}-${pad(hour % 24)}`;
}

const clipped = ([from, to]: MomentRange, [first, last]: MomentRange): MomentRange[] =>
  Math.max(from, first) < Math.min(to, last) ? [[Math.max(from, first), Math.min(to, last)]] : [];

/** The first and last quarters that the range has. */
async function quarterEnds(scope: SumScope): Promise<MomentRange> {
  const [ends] = await scope.db.$queryRaw<{ first: bigint | null; last: bigint | null }[]>`
    SELECT (SELECT MIN("bucket") FROM "UsageQuarter" WHERE "tenantId" = ${ownTenant(scope)}) AS "first",
      (SELECT MAX("bucket") FROM "UsageQuarter" WHERE "tenantId" = ${ownTenant(scope)}) AS "last"`;
  return [Number(ends?.first ?? 0), Number(ends?.last ?? 0) + QUARTER];
}

/** Sums of each local hour, or of each hour of the week, by the given columns. */
export async function sumUsageByHour<Key extends keyof Dimensions, Hour extends 'hour' | 'weekHour'>(
  scope: SumScope,
  { days, quarters, moments }: RangeParts,
  narrowing: Narrowing,
  timeZone: string,
  hour: Hour,
  by: readonly Key[],
): Promise<Group<Hour | Key>[]> {
  const columns = [hour, ...by] as const;
  const kept = days && hour === 'weekHour' && by.every((name) => name === 'tool') && dimensionFor(narrowing, ['weekHour']);
  const ofDays: MomentRange[] = days && !kept ? [momentsOf(days, timeZone)].map(({ from, to }) => [from, to]) : [];
  const ends = await quarterEnds(scope);
  const inOffsets = (ranges: MomentRange[], sourceOf: (range: MomentRange) => Source, column: 'bucket' | 'at') =>
    ranges
      .flatMap((range) => clipped(range, ends))
      .flatMap((range) => offsetsOf(range, timeZone))
      .map(({ range, offset }) => ({ ...sourceOf(range), columns: { [hour]: hourOf(column, offset, hour) } }));
  const workedOut = [
    ...inOffsets([...ofDays, ...quarters], (range) => quarterSource(range, narrowing), 'bucket'),
    ...inOffsets(moments, (range) => rowSource(range, narrowing), 'at'),
  ];
  const parts = await Promise.all([
    ...(kept && days ? daySources(days, narrowing, columns).map((source) => sumOf(scope, source, columns)) : []),
    ...workedOut.map(async (source) => {
      const rows = await sumOf(scope, source, columns);
      return rows.map((row) => ({ ...row, [hour]: readHour(row[hour], hour) }));
    }),
  ]);
  return merged(parts, columns);
}

/** The first local day of each value of a column that has any, '' left out; what was taken away again leaves cells of nothing. */
export async function firstDays(scope: SumScope, narrowing: Narrowing, column: 'tool' | 'model'): Promise<Map<string, string>> {
  const first = async ({ table, where, columns = {} }: Source) => {
    const [value, day] = [columns[column] ?? quoted(column), columns.day ?? quoted('day')];
    return scope.db.$queryRaw<{ value: string; day: string }[]>`
      SELECT ${value} AS "value", MIN(${day}) AS "day" FROM ${quoted(table)}
      WHERE ${Prisma.join([Prisma.sql`"tenantId" = ${ownTenant(scope)}`, ...where], ' AND ')} AND ${value} <> ''
        AND "requests" + "failedRequests" > 0
      GROUP BY 1`;
  };
  const found = await Promise.all(daySources({ from: undefined, to: undefined }, narrowing, ['day', column]).map(first));
  return new Map(found.flat().map(({ value, day }) => [value, day]));
}

/** Sums of some hours of each local day, `09` for nine to ten. */
export async function sumHoursByDay(
  scope: SumScope,
  range: DayRange,
  narrowing: Narrowing,
  timeZone: string,
  hours: readonly string[],
): Promise<Group<'day'>[]> {
  if (dimensionFor(narrowing, ['weekHour']) !== null) {
    const [source] = daySources(range, narrowing, ['day', 'weekHour']);
    const chosen = Prisma.sql`substr("value", 3) IN (${Prisma.join([...hours])})`;
    return source ? sumOf(scope, { ...source, where: [...source.where, chosen] }, ['day']) : [];
  }
  const { from, to } = momentsOf(range, timeZone);
  const parts = clipped([from, to], await quarterEnds(scope)).flatMap((each) => offsetsOf(each, timeZone));
  const found = await Promise.all(
    parts.map(async ({ range: part, offset }) => {
      const local = Prisma.sql`("bucket" + ${whole(offset)})`;
      const chosen = Prisma.sql`(${local} / ${whole(HOUR)}) % 24 IN (${Prisma.join(hours.map((each) => whole(Number(each))))})`;
      const source = quarterSource(part, narrowing);
      const day = Prisma.sql`CAST(${local} / ${whole(DAY)} AS TEXT)`;
      const rows = await sumOf(scope, { ...source, where: [...source.where, chosen], columns: { day } }, ['day']);
      return rows.map((row) => ({ ...row, day: new Date(Number(row.day) * DAY).toISOString().slice(0, 10) }));
    }),
  );
  return merged(found, ['day']);
}
