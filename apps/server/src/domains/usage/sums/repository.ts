import { Prisma } from '@open-ace/prisma/sqlite';
import { ownTenant, type Scope } from '#platform/db/scope';
import { type DayRange, type MomentRange, monthsOf, type RangeParts } from '../range.ts';
import { type Dimensions, type SumDimension, type Sums, sumDimensions, sums } from '../rollup.ts';
import { safeNumber } from '../rows.ts';

/** Which rows count, besides the range. */
export type Narrowing = { [Name in keyof Dimensions]?: string | undefined };

type Grouping = 'day' | keyof Dimensions;
export type Group<Key extends Grouping> = Record<Key, string> & Sums;

const quoted = (name: string) => Prisma.raw(`"${name}"`);
const total = (name: string, expression: Prisma.Sql) => Prisma.sql`CAST(COALESCE(SUM(${expression}), 0) AS BIGINT) AS ${quoted(name)}`;

/** What an event row adds to each sum, as `contributionOf` says, in SQL. */
function ofEvent(name: keyof Sums): Prisma.Sql {
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
  /** Where a column has another name in this table. */
  columns?: { [Name in Grouping]?: string };
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
    columns: { day: 'period', ...(column && { [column]: 'value' }) },
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
  scope: Scope,
  { table, where, columns = {} }: Source,
  by: readonly Key[],
): Promise<Group<Key>[]> {
  const figures = sums.map((name) => total(name, table === 'UsageEvent' ? ofEvent(name) : quoted(name)));
  const keys = by.map((name) => quoted(columns[name] ?? name));
  const named = by.map((name, at) => Prisma.sql`${keys[at]} AS ${quoted(name)}`);
  const rows = await scope.db.$queryRaw<Record<string, string | bigint>[]>`
    SELECT ${Prisma.join([...named, ...figures])} FROM ${quoted(table)}
    WHERE ${Prisma.join([Prisma.sql`"tenantId" = ${ownTenant(scope)}`, ...where], ' AND ')}
    ${keys.length > 0 ? Prisma.sql`GROUP BY ${Prisma.join(keys)}` : Prisma.empty}`;
  return rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? value : safeNumber(BigInt(value))]),
      ) as Group<Key>,
  );
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
  scope: Scope,
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

/** Sums of each local day by the given columns. */
export async function sumUsageByDay<Key extends keyof Dimensions>(
  scope: Scope,
  range: DayRange,
  narrowing: Narrowing,
  by: readonly Key[],
): Promise<Group<'day' | Key>[]> {
  const columns = ['day', ...by] as const;
  const parts = daySources(range, narrowing, columns).map((source) => sumOf(scope, source, columns));
  return (await Promise.all(parts)).flat();
}
