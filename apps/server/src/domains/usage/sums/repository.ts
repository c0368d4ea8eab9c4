import { Prisma } from '@open-ace/prisma/sqlite';
import { ownTenant, type Scope } from '#platform/db/scope';
import type { ResolvedRange } from '../range.ts';
import { type Sums, sums } from '../rollup.ts';
import { safeNumber } from '../rows.ts';
import { QUARTER, quarterOf } from '../zone.ts';

/** Which rows count, besides the range. */
export interface Narrowing {
  userId?: string | undefined;
  machineId?: string | undefined;
  tool?: string | undefined;
  model?: string | undefined;
  providerKeyId?: string | undefined;
}

type Grouping = 'day' | 'userId' | 'machineId' | 'tool' | 'provider' | 'model';
export type Group<Key extends Grouping> = Record<Key, string> & Sums;

const quoted = (name: string) => Prisma.raw(`"${name}"`);
const total = (name: string, expression: Prisma.Sql) => Prisma.sql`CAST(COALESCE(SUM(${expression}), 0) AS BIGINT) AS ${quoted(name)}`;

function narrowed(scope: Scope, narrowing: Narrowing): Prisma.Sql[] {
  const chosen = Object.entries(narrowing).filter(([, value]) => value !== undefined);
  return [Prisma.sql`"tenantId" = ${ownTenant(scope)}`, ...chosen.map(([name, value]) => Prisma.sql`${quoted(name)} = ${value}`)];
}

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
  table: 'UsageDay' | 'UsageQuarter' | 'UsageEvent';
  borders: Prisma.Sql[];
}

async function sumOf<Key extends Grouping>(
  scope: Scope,
  { table, borders }: Source,
  narrowing: Narrowing,
  by: readonly Key[],
): Promise<Group<Key>[]> {
  const columns = sums.map((name) => total(name, table === 'UsageEvent' ? ofEvent(name) : Prisma.sql`${quoted(name)}`));
  const where = Prisma.join([...narrowed(scope, narrowing), ...borders], ' AND ');
  const keys = by.map(quoted);
  const rows = await scope.db.$queryRaw<Record<string, string | bigint>[]>`
    SELECT ${Prisma.join([...keys, ...columns])} FROM ${quoted(table)} WHERE ${where} ${keys.length > 0 ? Prisma.sql`GROUP BY ${Prisma.join(keys)}` : Prisma.empty}`;
  return rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? value : safeNumber(BigInt(value))]),
      ) as Group<Key>,
  );
}

const dayBorders = (from: string | undefined, to: string | undefined) => [
  ...(from === undefined ? [] : [Prisma.sql`"day" >= ${from}`]),
  ...(to === undefined ? [] : [Prisma.sql`"day" <= ${to}`]),
];

/** Whole quarters from their sums, and the rest of at most two quarters from the rows themselves. */
function momentSources(from: number, to: number): Source[] {
  const first = quarterOf(from + QUARTER - 1);
  const last = quarterOf(to);
  const rows = (start: number, end: number): Source => ({
    table: 'UsageEvent',
    // What runs or was refused adds nothing, and makes no group of its own.
    borders: [Prisma.sql`"at" >= ${start}`, Prisma.sql`"at" < ${end}`, Prisma.sql`"status" IN ('settled', 'estimated', 'failed')`],
  });
  if (first >= last) return [rows(from, to)];
  const whole: Source = { table: 'UsageQuarter', borders: [Prisma.sql`"bucket" >= ${first}`, Prisma.sql`"bucket" < ${last}`] };
  return [whole, ...(from < first ? [rows(from, first)] : []), ...(last < to ? [rows(last, to)] : [])];
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

/** Sums of a range by the given columns; from rollups, save for the ragged ends of a range of moments. */
export async function sumUsage<Key extends Exclude<Grouping, 'day'>>(
  scope: Scope,
  range: ResolvedRange,
  narrowing: Narrowing,
  by: readonly Key[],
): Promise<Group<Key>[]> {
  const sources: Source[] =
    range.kind === 'days' ? [{ table: 'UsageDay', borders: dayBorders(range.from, range.to) }] : momentSources(range.from, range.to);
  return merged(await Promise.all(sources.map((source) => sumOf(scope, source, narrowing, by))), by);
}

export function sumUsageByDay(
  scope: Scope,
  from: string | undefined,
  to: string | undefined,
  narrowing: Narrowing,
): Promise<Group<'day' | 'tool'>[]> {
  return sumOf(scope, { table: 'UsageDay', borders: dayBorders(from, to) }, narrowing, ['day', 'tool']);
}
