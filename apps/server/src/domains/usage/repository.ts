import { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import { type Columns, columnList, selectRows } from '#platform/db/rows';
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

type JsonValue<Type> = Type extends 'text' ? string : number;
/** A row for writing in bulk. */
export type NewUsageEvent = Omit<
  { [Name in keyof typeof eventColumns]: JsonValue<(typeof eventColumns)[Name]> },
  'tenantId' | 'matchId' | 'matchWitness' | 'costNano'
> & {
  matchId: string | null;
  matchWitness: string | null;
  costNano: number | null;
};

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

  async open(row: Prisma.UsageEventUncheckedCreateInput): Promise<void> {
    await tx.db.usageEvent.create({ data: row });
  },

  /** Changes an open row; null where it is not open any more, so that nothing is settled twice. */
  async changeOpen(id: string, data: Prisma.UsageEventUncheckedUpdateManyInput): Promise<UsageEventRow | null> {
    const { count } = await tx.db.usageEvent.updateMany({ where: { id, status: 'open', ...tenantFilter(tx) }, data });
    return count === 0 ? null : tx.db.usageEvent.findUnique({ where: { id } });
  },

  async remove(id: string): Promise<void> {
    await tx.db.usageEvent.deleteMany({ where: { id, ...tenantFilter(tx) } });
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
  find: (id: string) => scope.db.usageEvent.findFirst({ where: { id, ...tenantFilter(scope) } }),

  /** Rows of other sources that the provider's id says may be the same requests. */
  byMatchIds: (source: string, matchIds: string[]) =>
    scope.db.usageEvent.findMany({ where: { ...tenantFilter(scope), source, matchId: { in: matchIds } }, orderBy: { at: 'asc' } }),

  async claimedKeys(source: string, sourceKeys: string[]): Promise<Set<string>> {
    const rows = await scope.db.usageClaim.findMany({
      where: { ...tenantFilter(scope), source, sourceKey: { in: sourceKeys } },
      select: { sourceKey: true },
    });
    return new Set(rows.map(({ sourceKey }) => sourceKey));
  },

  async knownKeys(source: string, sourceKeys: string[]): Promise<Set<string>> {
    const rows = await scope.db.usageEvent.findMany({
      where: { ...tenantFilter(scope), source, sourceKey: { in: sourceKeys } },
      select: { sourceKey: true },
    });
    return new Set(rows.map(({ sourceKey }) => sourceKey));
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

  openOf: (holder: string | undefined, before: number) =>
    scope.db.usageEvent.findMany({
      where: { ...tenantFilter(scope), status: 'open', at: { lt: BigInt(before) }, ...(holder && { holder }) },
    }),
});
