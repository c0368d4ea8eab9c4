import { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import { type Columns, columnList, selectRows, textList } from '#platform/db/rows';
import type { Scope } from '#platform/db/scope';
import { ownTenant, tenantFilter } from '#platform/db/scope';
import type { Tx } from '#platform/db/tx';
import { dimensions, type RollupChange, sums } from './rollup.ts';

export type UsageEventRow = Prisma.UsageEventGetPayload<object>;
export type UsageClaimRow = Prisma.UsageClaimGetPayload<object>;

type TenantTx = Tx & { tenantId: string };

const eventColumns = {
  id: 'text',
  tenantId: 'text',
  source: 'text',
  sourceKey: 'text',
  status: 'text',
  at: 'bigint',
  userId: 'text',
  machineId: 'text',
  projectId: 'text',
  sessionId: 'text',
  toolSessionId: 'text',
  tool: 'text',
  provider: 'text',
  model: 'text',
  matchId: 'text',
  matchWitness: 'text',
  inputTokens: 'bigint',
  outputTokens: 'bigint',
  cacheReadTokens: 'bigint',
  cacheWriteTokens: 'bigint',
  reasoningTokens: 'bigint',
  costNano: 'bigint',
  priceVersion: 'text',
  billing: 'text',
  cwd: 'text',
  gitRemote: 'text',
  gitBranch: 'text',
} as const satisfies Columns;

type JsonValue<Type> = Type extends 'text' ? string : Type extends 'boolean' ? boolean : number;
type RowOf<Of extends Columns, Nullable extends keyof Of = never> = {
  [Name in keyof Of]: JsonValue<Of[Name]> | (Name extends Nullable ? null : never);
};
export type OpenUsageEvent = Omit<RowOf<typeof openColumns>, 'tenantId'>;
export type NotedUsageEvent = RowOf<typeof noteColumns, 'matchId' | 'matchWitness'>;
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

/** What an open row knows beyond that: who holds it, and by which key and in which way it was asked. */
const openColumns = {
  id: 'text',
  tenantId: 'text',
  source: 'text',
  sourceKey: 'text',
  status: 'text',
  at: 'bigint',
  userId: 'text',
  machineId: 'text',
  sessionId: 'text',
  toolSessionId: 'text',
  tool: 'text',
  provider: 'text',
  model: 'text',
  inputTokens: 'bigint',
  billing: 'text',
  cwd: 'text',
  gitRemote: 'text',
  gitBranch: 'text',
  providerKeyId: 'text',
  streamed: 'boolean',
  holder: 'text',
} as const satisfies Columns;

/** What a note changes of an open row, and a settlement too. */
const noteColumns = {
  id: 'text',
  matchId: 'text',
  matchWitness: 'text',
  inputTokens: 'bigint',
  outputTokens: 'bigint',
  cacheReadTokens: 'bigint',
  cacheWriteTokens: 'bigint',
  reasoningTokens: 'bigint',
} as const satisfies Columns;

const settledColumns = {
  ...noteColumns,
  status: 'text',
  model: 'text',
  costNano: 'bigint',
  priceVersion: 'text',
  endedAt: 'bigint',
  httpStatus: 'integer',
  error: 'text',
  firstByteMs: 'integer',
  holder: 'text',
} as const satisfies Columns;

const claimColumns = {
  id: 'text',
  tenantId: 'text',
  source: 'text',
  sourceKey: 'text',
  usageEventId: 'text',
  at: 'bigint',
  userId: 'text',
  machineId: 'text',
  toolSessionId: 'text',
  tool: 'text',
  model: 'text',
  matchId: 'text',
  matchWitness: 'text',
  inputTokens: 'bigint',
  outputTokens: 'bigint',
  cacheReadTokens: 'bigint',
  cacheWriteTokens: 'bigint',
  reasoningTokens: 'bigint',
} as const satisfies Columns;

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
const keyed = (border: Columns): Columns => ({ tenantId: 'text', ...border, ...dimensionColumns, ...sumColumns });

const quoted = (name: string) => Prisma.raw(`"${name}"`);

/** Adds signed changes to one rollup table in a single statement. */
async function addToRollup(tx: TenantTx, table: 'UsageQuarter' | 'UsageDay', border: Columns, cells: object[]): Promise<void> {
  if (cells.length === 0) return;
  const columns = keyed(border);
  const key = Prisma.join(['tenantId', ...Object.keys(border), ...dimensions].map(quoted));
  const added = Prisma.join(sums.map((name) => Prisma.sql`${quoted(name)} = ${quoted(table)}.${quoted(name)} + excluded.${quoted(name)}`));
  const rows = cells.map((cell) => ({ ...cell, tenantId: ownTenant(tx) }));
  await tx.db.$executeRaw`INSERT INTO ${quoted(table)} (${columnList(columns)}) ${selectRows(tx.database, columns, rows)}
    ON CONFLICT (${key}) DO UPDATE SET ${added}`;
}

/** Writes open rows in one statement of its own: a call waits for it before it is forwarded. */
export async function insertOpenRows(scope: Scope & Pick<Tx, 'database'>, rows: OpenUsageEvent[]): Promise<void> {
  const own = rows.map((row) => ({ ...row, tenantId: ownTenant(scope) }));
  await scope.database.write(
    Prisma.sql`INSERT INTO "UsageEvent" (${columnList(openColumns)}) ${selectRows(scope.database, openColumns, own)}`,
  );
}

/**
 * Changes rows that are still open, in one statement; answers the ids of those that were. An expression in place of a bare column keeps
 * SQLite from any index but the primary key's: it would go through all of the tenant's rows for each of the input's.
 */
async function changeOpenRows(tx: TenantTx, columns: Columns, rows: { id: string }[]): Promise<Set<string>> {
  const changes = Object.keys(columns).filter((name) => name !== 'id');
  const set = Prisma.join(changes.map((name) => Prisma.sql`${quoted(name)} = input.${quoted(name)}`));
  const changed = await tx.db.$queryRaw<{ id: string }[]>`
    UPDATE "UsageEvent" SET ${set} FROM (${selectRows(tx.database, columns, rows)}) AS input
    WHERE "UsageEvent"."id" = input."id" AND "UsageEvent"."status" || '' = 'open' AND "UsageEvent"."tenantId" || '' = ${ownTenant(tx)}
    RETURNING "UsageEvent"."id" AS "id"`;
  return new Set(changed.map(({ id }) => id));
}

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

  async changeRollups({ quarters, days }: RollupChange): Promise<void> {
    await addToRollup(tx, 'UsageQuarter', { bucket: 'bigint' }, quarters);
    await addToRollup(tx, 'UsageDay', { day: 'text' }, days);
  },

  async note(rows: NotedUsageEvent[]): Promise<void> {
    await changeOpenRows(tx, noteColumns, rows);
  },

  /** Ends open rows; answers the ids of those that were open, so that nothing is settled twice. */
  settle: (rows: SettledUsageEvent[]) => changeOpenRows(tx, settledColumns, rows),

  async remove(ids: string[]): Promise<void> {
    if (ids.length > 0) await tx.db.usageEvent.deleteMany({ where: { id: { in: ids }, ...tenantFilter(tx) } });
  },
});

interface EventFilter {
  /** Epoch milliseconds: from the first on, before the second. */
  from: number;
  to: number;
  status?: string | undefined;
  userId?: string | undefined;
  machineId?: string | undefined;
  tool?: string | undefined;
  model?: string | undefined;
}

export const usageEvents = (scope: Scope) => ({
  openOnes: (ids: string[]) => scope.db.usageEvent.findMany({ where: { id: { in: ids }, status: 'open', ...tenantFilter(scope) } }),

  /** Rows of other sources that the provider's id says may be the same requests. */
  async byMatchIds(source: string, matchIds: string[]): Promise<UsageEventRow[]> {
    const rows = await scope.db.usageEvent.findMany({ where: { ...tenantFilter(scope), source, matchId: { in: matchIds } } });
    // Ordered by us: asked for in order of time, SQLite would go through the tenant's whole ledger.
    return rows.sort((a, b) => Number(a.at - b.at));
  },

  /** Which of these rows another source has claimed already. */
  async claimedEvents(ids: string[]): Promise<Set<string>> {
    const rows = await scope.db.usageClaim.findMany({
      where: { ...tenantFilter(scope), usageEventId: { in: ids } },
      select: { usageEventId: true },
    });
    return new Set(rows.map(({ usageEventId }) => usageEventId ?? ''));
  },

  /** Times in which metered processes of these CLI sessions ran. */
  meteredRuns: (machineId: string, toolSessionIds: string[]) =>
    scope.db.sessionRun.findMany({ where: { ...tenantFilter(scope), machineId, toolSessionId: { in: toolSessionIds } } }),

  /** Newest first. */
  list({ from, to, status, ...narrowing }: EventFilter, page: { limit: number; cursor?: string | null | undefined }) {
    const given = Object.fromEntries(Object.entries({ status, ...narrowing }).filter(([, value]) => value !== undefined));
    return scope.db.usageEvent.findMany({
      where: { ...tenantFilter(scope), at: { gte: BigInt(from), lt: BigInt(to) }, ...given },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      ...pageArgs(page),
    });
  },

  sumsOfSessions: (sessionIds: string[]) =>
    scope.db.usageEvent.groupBy({
      by: ['sessionId'],
      where: { ...tenantFilter(scope), sessionId: { in: sessionIds }, status: { in: ['settled', 'estimated'] } },
      _sum: { inputTokens: true, outputTokens: true, cacheReadTokens: true, cacheWriteTokens: true, costNano: true },
      _count: true,
    }),

  /** Whoever holds open rows. */
  async openHolders(): Promise<string[]> {
    const rows = await scope.db.usageEvent.groupBy({ by: ['holder'], where: { ...tenantFilter(scope), status: 'open' } });
    return rows.map(({ holder }) => holder);
  },

  openOf: (holder: string, take: number) =>
    scope.db.usageEvent.findMany({
      where: { ...tenantFilter(scope), status: 'open', holder },
      select: { id: true, tenantId: true },
      orderBy: { id: 'asc' },
      take,
    }),
});
