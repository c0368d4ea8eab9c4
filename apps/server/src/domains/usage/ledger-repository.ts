import { Prisma } from '@open-ace/prisma/sqlite';
import { type Columns, columnList, readRow, selectRows, textList } from '#platform/db/rows';
import { ownTenant } from '#platform/db/scope';
import type { RawTx } from '#platform/db/tx';
import { dimensions, type RollupChange, sums } from './rollup.ts';

/** Statements alone, so that the hot path can do without Prisma. */
export type TenantTx = Pick<RawTx, 'database' | 'db'> & { tenantId: string };

/** Which request a row tells of. */
const keyColumns = {
  id: 'text',
  tenantId: 'text',
  source: 'text',
  sourceKey: 'text',
  at: 'bigint',
  userId: 'text',
  machineId: 'text',
  toolSessionId: 'text',
  tool: 'text',
  model: 'text',
} as const satisfies Columns;

/** How it was made, and where. */
const circumstanceColumns = {
  status: 'text',
  sessionId: 'text',
  provider: 'text',
  billing: 'text',
  cwd: 'text',
  gitRemote: 'text',
  gitBranch: 'text',
  projectId: 'text',
  providerKeyId: 'text',
} as const satisfies Columns;

/** What the provider said of it. */
const figureColumns = {
  matchId: 'text',
  matchWitness: 'text',
  inputTokens: 'bigint',
  outputTokens: 'bigint',
  cacheReadTokens: 'bigint',
  cacheWriteTokens: 'bigint',
  reasoningTokens: 'bigint',
} as const satisfies Columns;

const eventColumns = {
  ...keyColumns,
  ...circumstanceColumns,
  ...figureColumns,
  costNano: 'bigint',
  priceVersion: 'text',
} as const satisfies Columns;

type JsonValue<Type> = Type extends 'text' ? string : Type extends 'boolean' ? boolean : number;
type RowOf<Of extends Columns, Nullable extends keyof Of = never> = {
  [Name in keyof Of]: JsonValue<Of[Name]> | (Name extends Nullable ? null : never);
};
export type OpenUsageEvent = Omit<RowOf<typeof openColumns>, 'tenantId'>;
export type RefusedUsageEvent = Omit<RowOf<typeof refusedColumns>, 'tenantId'>;
export type NotedUsageEvent = RowOf<typeof noteColumns, 'matchId' | 'matchWitness' | 'firstByteMs'>;
export type SettledUsageEvent = RowOf<
  typeof settledColumns,
  'matchId' | 'matchWitness' | 'costNano' | 'endedAt' | 'httpStatus' | 'firstByteMs'
>;
/** A row for writing in bulk. */
export type NewUsageEvent = Omit<
  { [Name in keyof typeof eventColumns]: JsonValue<(typeof eventColumns)[Name]> },
  'tenantId' | 'matchId' | 'matchWitness' | 'costNano'
> & {
  matchId: string | null;
  matchWitness: string | null;
  costNano: number | null;
};

/** What an open row knows beyond that: who holds it, what it holds itself, and in which way it was asked. */
const openColumns = {
  ...keyColumns,
  ...circumstanceColumns,
  inputTokens: 'bigint',
  streamed: 'boolean',
  holder: 'text',
  held: 'text',
} as const satisfies Columns;

/** What a note changes of an open row, and a settlement too. */
const noteColumns = { id: 'text', ...figureColumns, firstByteMs: 'integer' } as const satisfies Columns;

const settledColumns = {
  ...noteColumns,
  status: 'text',
  provider: 'text',
  providerKeyId: 'text',
  model: 'text',
  costNano: 'bigint',
  priceVersion: 'text',
  endedAt: 'bigint',
  httpStatus: 'integer',
  error: 'text',
  errorMessage: 'text',
  holder: 'text',
  attempts: 'text',
  details: 'text',
} as const satisfies Columns;

const refusedColumns = {
  ...keyColumns,
  ...circumstanceColumns,
  streamed: 'boolean',
  endedAt: 'bigint',
  httpStatus: 'integer',
  error: 'text',
  errorMessage: 'text',
  times: 'integer',
  quotaId: 'text',
} as const satisfies Columns;

const claimColumns = { ...keyColumns, ...figureColumns, usageEventId: 'text' } as const satisfies Columns;

export type NewUsageClaim = Pick<
  NewUsageEvent,
  | 'id'
  | 'source'
  | 'sourceKey'
  | 'at'
  | 'userId'
  | 'machineId'
  | 'toolSessionId'
  | 'tool'
  | 'model'
  | 'matchId'
  | 'matchWitness'
  | 'inputTokens'
  | 'outputTokens'
  | 'cacheReadTokens'
  | 'cacheWriteTokens'
  | 'reasoningTokens'
> & { usageEventId: string | null };

const dimensionColumns = Object.fromEntries(dimensions.map((name) => [name, 'text'])) as Columns;
const sumColumns = Object.fromEntries(sums.map((name) => [name, 'bigint'])) as Columns;
/** What tells the cells of each rollup apart. */
const rollupKeys = {
  UsageQuarter: { tenantId: 'text', bucket: 'bigint', ...dimensionColumns },
  UsageDay: { tenantId: 'text', day: 'text', ...dimensionColumns },
  UsageSum: { tenantId: 'text', dimension: 'text', grain: 'text', period: 'text', value: 'text', tool: 'text' },
} as const satisfies Record<string, Columns>;

const quoted = (name: string) => Prisma.raw(`"${name}"`);
const assignments = (columns: Columns) =>
  Prisma.raw(
    Object.keys(columns)
      .filter((name) => name !== 'id')
      .map((name) => `"${name}" = input."${name}"`)
      .join(', '),
  );

/** Adds signed changes to one rollup table in a single statement. */
async function addToRollup(tx: TenantTx, table: keyof typeof rollupKeys, cells: object[]): Promise<void> {
  if (cells.length === 0) return;
  const columns: Columns = { ...rollupKeys[table], ...sumColumns };
  const key = Prisma.join(Object.keys(rollupKeys[table]).map(quoted));
  const added = Prisma.join(sums.map((name) => Prisma.sql`${quoted(name)} = ${quoted(table)}.${quoted(name)} + excluded.${quoted(name)}`));
  const rows = cells.map((cell) => ({ ...cell, tenantId: ownTenant(tx) }));
  await tx.db.$executeRaw`INSERT INTO ${quoted(table)} (${columnList(columns)}) ${selectRows(tx.database, columns, rows)}
    ON CONFLICT (${key}) DO UPDATE SET ${added}`;
}

/** Writes open rows: a call waits for it before it is forwarded. */
export function openRowsStatement(context: Pick<TenantTx, 'database' | 'tenantId'>, rows: OpenUsageEvent[]): Prisma.Sql {
  const own = rows.map((row) => ({ ...row, tenantId: ownTenant(context) }));
  return Prisma.sql`INSERT INTO "UsageEvent" (${columnList(openColumns)}) ${selectRows(context.database, openColumns, own)}`;
}

/**
 * A column of the ledger that SQLite must not look for in an index: joined with a list of ids, it would rather go through all of the
 * tenant's rows for each of the list's than use the primary key. PostgreSQL knows better.
 */
const unindexed = ({ database }: TenantTx, name: string) =>
  Prisma.raw(`${database.provider === 'sqlite' ? '+' : ''}"UsageEvent"."${name}"`);

/** The statement that changes rows which are still open. */
function changeOpenRows(tx: TenantTx, columns: Columns, rows: { id: string }[]): Prisma.Sql {
  return Prisma.sql`
    UPDATE "UsageEvent" SET ${assignments(columns)} FROM (${selectRows(tx.database, columns, rows)}) AS input
    WHERE "UsageEvent"."id" = input."id" AND ${unindexed(tx, 'status')} = 'open' AND ${unindexed(tx, 'tenantId')} = ${ownTenant(tx)}`;
}

/** What of a row the sums need and its settlement does not say. */
const returnedColumns = ['id', 'at', 'userId', 'machineId', 'projectId', 'sessionId', 'tool', 'billing', 'held'] as const;
const returned = Prisma.raw(returnedColumns.map((name) => `"UsageEvent"."${name}" AS "${name}"`).join(', '));
export type ReturnedRow = Record<Exclude<(typeof returnedColumns)[number], 'at'>, string> & { at: number };

/** The ledger's writing side; every verb changes rows and sums in one transaction. */
export const ledger = (tx: TenantTx) => ({
  /** Inserts what is new; answers the source keys of what really was. */
  async insert(rows: NewUsageEvent[]): Promise<Set<string>> {
    if (rows.length === 0) return new Set();
    const own = rows.map((row) => ({ ...row, tenantId: ownTenant(tx) }));
    const inserted = await tx.db.$queryRaw<{ sourceKey: string }[]>`
      INSERT INTO "UsageEvent" (${columnList(eventColumns)}) ${selectRows(tx.database, eventColumns, own)}
      ON CONFLICT ("tenantId", "source", "sourceKey") DO NOTHING RETURNING "sourceKey"`;
    return new Set(inserted.map(({ sourceKey }) => sourceKey));
  },

  /** Writes calls that were refused; one that stands there already was refused so many times more. */
  async insertRefused(rows: RefusedUsageEvent[]): Promise<void> {
    const own = rows.map((row) => ({ ...row, tenantId: ownTenant(tx) }));
    await tx.db.$executeRaw`INSERT INTO "UsageEvent" (${columnList(refusedColumns)}) ${selectRows(tx.database, refusedColumns, own)}
      ON CONFLICT ("tenantId", "source", "sourceKey")
      DO UPDATE SET "times" = "UsageEvent"."times" + excluded."times", "endedAt" = excluded."endedAt"`;
  },

  /** Which of these keys the ledger knows already, as rows or as claims. */
  async knownKeys(source: string, sourceKeys: string[]): Promise<Set<string>> {
    const keys = textList(tx.database.provider, sourceKeys);
    const rows = await tx.db.$queryRaw<{ sourceKey: string }[]>`
      SELECT "sourceKey" FROM "UsageEvent" WHERE "tenantId" = ${ownTenant(tx)} AND "source" = ${source} AND "sourceKey" IN ${keys}
      UNION ALL SELECT "sourceKey" FROM "UsageClaim" WHERE "tenantId" = ${ownTenant(tx)} AND "source" = ${source} AND "sourceKey" IN ${keys}`;
    return new Set(rows.map(({ sourceKey }) => sourceKey));
  },

  async insertClaims(claims: NewUsageClaim[]): Promise<void> {
    if (claims.length === 0) return;
    const own = claims.map((claim) => ({ ...claim, tenantId: ownTenant(tx) }));
    await tx.db.$executeRaw`INSERT INTO "UsageClaim" (${columnList(claimColumns)}) ${selectRows(tx.database, claimColumns, own)}
      ON CONFLICT ("tenantId", "source", "sourceKey") DO NOTHING`;
  },

  async changeRollups(change: RollupChange): Promise<void> {
    await addToRollup(tx, 'UsageQuarter', change.quarters);
    await addToRollup(tx, 'UsageDay', change.days);
    await addToRollup(tx, 'UsageSum', change.sums);
  },

  async note(rows: NotedUsageEvent[]): Promise<void> {
    await tx.db.$executeRaw(changeOpenRows(tx, noteColumns, rows));
  },

  /** Ends open rows; answers those that were open, so that nothing is settled twice. */
  async settle(rows: SettledUsageEvent[]): Promise<ReturnedRow[]> {
    if (rows.length === 0) return [];
    const changed = await tx.db.$queryRaw<Record<string, unknown>[]>`
      ${changeOpenRows(tx, settledColumns, rows)} RETURNING ${returned}`;
    return changed.map((row) => ({ ...row, at: Number(row.at) }) as ReturnedRow);
  },

  /** What logs tell that the provider's id says may be the same requests, of a time: providers repeat ids. */
  async toldByMatchIds(matchIds: string[], { from, to }: { from: number; to: number }): Promise<NewUsageEvent[]> {
    const rows = await tx.db.$queryRaw<Record<string, unknown>[]>`
      SELECT ${columnList(eventColumns)} FROM "UsageEvent"
      WHERE "tenantId" = ${ownTenant(tx)} AND "source" = 'history' AND "at" >= ${from} AND "at" <= ${to}
        AND "matchId" IN ${textList(tx.database.provider, matchIds)}`;
    return rows.map((row) => readRow(eventColumns, row) as NewUsageEvent).sort((a, b) => a.at - b.at);
  },

  async remove(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.db.$executeRaw`DELETE FROM "UsageEvent"
      WHERE "id" IN ${textList(tx.database.provider, ids)} AND ${unindexed(tx, 'tenantId')} = ${ownTenant(tx)}`;
  },
});
