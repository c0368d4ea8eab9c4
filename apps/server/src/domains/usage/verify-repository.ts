import { Prisma } from '@open-ace/prisma/sqlite';
import { HOUR } from '#platform/clock';
import type { RawDatabase } from '#platform/db/raw';
import { dimensions, type SumDimension, type Sums, sumDimensions, sums } from './rollup.ts';
import { ofEvent, whole } from './sums/repository.ts';
import { dayAfter, dayOf, offsetsOf, QUARTER, startOfDay } from './zone.ts';

/** A cell of a rollup that is not the sum of what it is made of: by how much that has more. */
export interface Difference {
  table: 'UsageQuarter' | 'UsageDay' | 'UsageSum';
  cell: Record<string, string>;
  missing: Partial<Sums>;
}

interface Part {
  from: Prisma.Sql;
  where: Prisma.Sql;
  /** In the order of the keys; a column of the same name where it is undefined. */
  keys?: (Prisma.Sql | undefined)[];
  sum?: (name: keyof Sums) => Prisma.Sql;
}

const quoted = (name: string) => Prisma.raw(`"${name}"`);
const table = (name: string) => quoted(name);

/** What `made` has more than `kept` for each key, in one statement: whatever is written meanwhile, both are of one moment. */
function difference(keys: readonly string[], made: Part, kept: Part): Prisma.Sql {
  const select = ({ from, where, keys: given = [], sum = quoted }: Part, sign: '' | '-') => {
    const columns = keys.map((name, at) => Prisma.sql`${given[at] ?? quoted(name)} AS ${quoted(name)}`);
    const figures = sums.map((name) => Prisma.sql`${Prisma.raw(sign)}(${sum(name)}) AS ${quoted(name)}`);
    return Prisma.sql`SELECT ${Prisma.join([...columns, ...figures])} FROM ${from} WHERE ${where}`;
  };
  const named = keys.map((name) => Prisma.sql`CAST(${quoted(name)} AS TEXT) AS ${quoted(name)}`);
  const totals = sums.map((name) => Prisma.sql`CAST(SUM(${quoted(name)}) AS BIGINT) AS ${quoted(name)}`);
  const differ = sums.map((name) => Prisma.sql`SUM(${quoted(name)}) <> 0`);
  return Prisma.sql`SELECT ${Prisma.join([...named, ...totals])} FROM (${select(made, '')} UNION ALL ${select(kept, '-')}) AS "both"
    GROUP BY ${Prisma.join(keys.map(quoted))} HAVING ${Prisma.join(differ, ' OR ')}`;
}

/** Each rollup of one local day beside what it is made of: rows, quarters of an hour, days. */
function statementsOf(tenantId: string, timeZone: string, day: string): { table: Difference['table']; statement: Prisma.Sql }[] {
  const [from, to] = [startOfDay(day, timeZone), startOfDay(dayAfter(day), timeZone)];
  const own = Prisma.sql`"tenantId" = ${tenantId}`;
  const quarters = Prisma.sql`${own} AND "bucket" >= ${from} AND "bucket" < ${to}`;
  const ofDay = Prisma.sql`${own} AND "day" = ${day}`;
  const ofSum = (dimension: SumDimension) => Prisma.sql`${own} AND "dimension" = ${dimension} AND "grain" = 'day' AND "period" = ${day}`;

  const byColumn = (Object.entries(sumDimensions) as [SumDimension, keyof typeof sumDimensions | null][]).filter(
    ([name]) => name !== 'hour',
  );
  return [
    {
      table: 'UsageQuarter',
      statement: difference(
        ['bucket', ...dimensions],
        {
          from: table('UsageEvent'),
          where: Prisma.sql`${own} AND "at" >= ${from} AND "at" < ${to} AND "status" IN ('settled', 'estimated', 'failed')`,
          keys: [Prisma.sql`"at" - "at" % ${whole(QUARTER)}`],
          sum: ofEvent,
        },
        { from: table('UsageQuarter'), where: quarters },
      ),
    },
    {
      table: 'UsageDay',
      statement: difference(dimensions, { from: table('UsageQuarter'), where: quarters }, { from: table('UsageDay'), where: ofDay }),
    },
    ...byColumn.map(([dimension, column]) => ({
      table: 'UsageSum' as const,
      statement: difference(
        ['dimension', 'period', 'value', 'tool'],
        {
          from: table('UsageDay'),
          where: ofDay,
          keys: [Prisma.sql`${dimension}`, Prisma.sql`"day"`, column === null ? Prisma.sql`''` : quoted(column)],
        },
        { from: table('UsageSum'), where: ofSum(dimension) },
      ),
    })),
    ...hourStatements(),
  ];

  function hourStatements() {
    const hours = offsetsOf([from, to], timeZone).map(({ range: [first, last], offset }) => {
      const hour = Prisma.sql`("bucket" + ${whole(offset)}) / ${whole(HOUR)}`;
      const value = Prisma.sql`CAST((${hour} + 72) % 168 / 24 + 1 AS TEXT) || '-' || substr(CAST(100 + ${hour} % 24 AS TEXT), 2)`;
      const figures = Prisma.join([Prisma.sql`${value} AS "value"`, ...['tool', ...sums].map(quoted)]);
      return Prisma.sql`SELECT ${figures} FROM "UsageQuarter" WHERE ${own} AND "bucket" >= ${first} AND "bucket" < ${last}`;
    });
    const made = Prisma.sql`(${Prisma.join(hours, ' UNION ALL ')}) AS "hours"`;
    const statement = difference(
      ['dimension', 'period', 'value', 'tool'],
      { from: made, where: Prisma.sql`true`, keys: [Prisma.sql`'hour'`, Prisma.sql`${day}`] },
      { from: table('UsageSum'), where: ofSum('hour') },
    );
    return [{ table: 'UsageSum' as const, statement }];
  }
}

/** Months beside the days that they are made of. */
function monthStatement(tenantId: string): Prisma.Sql {
  const of = (grain: string) => Prisma.sql`"tenantId" = ${tenantId} AND "grain" = ${grain}`;
  return difference(
    ['dimension', 'period', 'value', 'tool'],
    { from: table('UsageSum'), where: of('day'), keys: [undefined, Prisma.sql`substr("period", 1, 7)`] },
    { from: table('UsageSum'), where: of('month') },
  );
}

type Reader = RawDatabase['reader'];

async function differencesOf(
  reader: Reader,
  name: Difference['table'],
  statement: Prisma.Sql,
  more: Record<string, string>,
): Promise<Difference[]> {
  const rows = await reader.$queryRaw<Record<string, string | number | bigint>[]>(statement);
  return rows.map((row) => {
    const missing = Object.fromEntries(sums.map((sum) => [sum, Number(row[sum])] as const).filter(([, value]) => value !== 0));
    const cell = Object.entries(row).filter(([column]) => !(sums as readonly string[]).includes(column));
    return { table: name, cell: { ...more, ...Object.fromEntries(cell.map(([column, value]) => [column, String(value)])) }, missing };
  });
}

/** The first and the last local day of which rows or rollups tell. */
export async function daysOfLedger(reader: Reader, tenantId: string, timeZone: string): Promise<[first: string, last: string] | null> {
  const ends = async (name: string, column: string, more = Prisma.empty) => {
    const [row] = await reader.$queryRaw<{ first: unknown; last: unknown }[]>`
      SELECT MIN(${quoted(column)}) AS "first", MAX(${quoted(column)}) AS "last" FROM ${quoted(name)} WHERE "tenantId" = ${tenantId} ${more}`;
    return row?.first === null || row?.first === undefined ? [] : [row.first, row.last];
  };
  const moments = [...(await ends('UsageEvent', 'at')), ...(await ends('UsageQuarter', 'bucket'))].map((at) => dayOf(Number(at), timeZone));
  const days = [...(await ends('UsageDay', 'day')), ...(await ends('UsageSum', 'period', Prisma.sql`AND "grain" = 'day'`))].map(String);
  const all = [...moments, ...days].sort();
  const [first, last] = [all[0], all.at(-1)];
  return first === undefined || last === undefined ? null : [first, last];
}

/** Of one local day. */
export async function differencesOfDay(reader: Reader, tenantId: string, timeZone: string, day: string): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const { table: name, statement } of statementsOf(tenantId, timeZone, day))
    found.push(...(await differencesOf(reader, name, statement, { day })));
  return found;
}

/** Of all months. */
export const differencesOfMonths = (reader: Reader, tenantId: string): Promise<Difference[]> =>
  differencesOf(reader, 'UsageSum', monthStatement(tenantId), {});
