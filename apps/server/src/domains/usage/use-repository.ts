import { Prisma } from '@open-ace/prisma/sqlite';
import { type Columns, readRow, selectRows, textList } from '#platform/db/rows';
import { ownTenant, type Scope } from '#platform/db/scope';
import type { TenantTx } from './ledger-repository.ts';
import { daysOfPeriod, nameOfKey, timesOfPeriod, type UseKey } from './use-keys.ts';

const sumColumns = { tokens: 'bigint', requests: 'bigint', nano: 'bigint' } as const satisfies Columns;
const heldColumns = { heldTokens: 'bigint', heldRequests: 'bigint', heldNano: 'bigint' } as const satisfies Columns;
const keyColumns = { scope: 'text', period: 'text' } as const satisfies Columns;
const changeColumns = { ...keyColumns, ...sumColumns, ...heldColumns } as const satisfies Columns;
const newColumns = { tenantId: 'text', ...keyColumns, startsAt: 'bigint', ...sumColumns } as const satisfies Columns;

/** What was used, in tokens, answered requests and nano-USD paid per token. */
export type UseSums = Record<keyof typeof sumColumns, number>;
export type HeldSums = Record<keyof typeof heldColumns, number>;
export type Use = UseKey & UseSums & HeldSums;

export const noUse: UseSums & HeldSums = { tokens: 0, requests: 0, nano: 0, heldTokens: 0, heldRequests: 0, heldNano: 0 };

const changes = Prisma.raw(
  [...Object.keys(sumColumns), ...Object.keys(heldColumns)].map((name) => `"${name}" = "QuotaUse"."${name}" + input."${name}"`).join(', '),
);

/** Rows by key, each found by the primary key. */
const joined = (context: Pick<TenantTx, 'database' | 'tenantId'>, keys: UseKey[]) => Prisma.sql`
  FROM (${selectRows(context.database, keyColumns, keys)}) AS input CROSS JOIN "QuotaUse" u
  WHERE u."tenantId" = ${ownTenant(context)} AND u."scope" = input."scope" AND u."period" = input."period"`;

const read = (row: Record<string, unknown>) => readRow(changeColumns, row) as unknown as Use;

const tokens = Prisma.sql`"inputTokens" + "outputTokens" + "cacheReadTokens" + "cacheWriteTokens"`;
const sumsOfDays = Prisma.sql`CAST(COALESCE(SUM(${tokens}), 0) AS BIGINT) AS "tokens",
  CAST(COALESCE(SUM("requests"), 0) AS BIGINT) AS "requests", CAST(COALESCE(SUM("billedNano"), 0) AS BIGINT) AS "nano"`;
const sumsOfRows = Prisma.sql`CAST(COALESCE(SUM(${tokens}), 0) AS BIGINT) AS "tokens", COUNT(*) AS "requests",
  CAST(COALESCE(SUM(CASE WHEN "billing" = 'api' THEN COALESCE("costNano", 0) ELSE 0 END), 0) AS BIGINT) AS "nano"`;

function ofSubject(kind: string, id: string): Prisma.Sql {
  if (kind === 'user') return Prisma.sql`AND "userId" = ${id}`;
  if (kind === 'project') return Prisma.sql`AND "projectId" = ${id}`;
  return kind === 'team' ? Prisma.sql`AND "userId" IN (SELECT "userId" FROM "TeamMember" WHERE "teamId" = ${id})` : Prisma.empty;
}

function sumOf({ tenantId }: Pick<TenantTx, 'tenantId'>, { scope, period }: UseKey): Prisma.Sql {
  const colon = scope.indexOf(':');
  const [kind, id] = [scope.slice(0, colon), scope.slice(colon + 1)];
  const days = daysOfPeriod(period);
  if (!days) {
    return Prisma.sql`SELECT ${sumsOfRows} FROM "UsageEvent"
      WHERE "tenantId" = ${tenantId} AND "sessionId" = ${id} AND "status" IN ('settled', 'estimated')`;
  }
  return Prisma.sql`SELECT ${sumsOfDays} FROM "UsageDay"
    WHERE "tenantId" = ${tenantId} AND "day" >= ${days.from} AND "day" <= ${days.to} ${ofSubject(kind, id)}`;
}

/** What the ledger's own sums say of a subject in a period. */
async function addUp(context: Pick<TenantTx, 'db' | 'tenantId'>, key: UseKey): Promise<UseSums> {
  const [row] = await context.db.$queryRaw<Record<string, unknown>[]>(sumOf({ tenantId: ownTenant(context) }, key));
  return { tokens: Number(row?.tokens ?? 0), requests: Number(row?.requests ?? 0), nano: Number(row?.nano ?? 0) };
}

/** What was used and is held by now, whether or not a row keeps it. For showing: nothing is locked. */
export async function readUses(context: Pick<TenantTx, 'database'> & Scope & { tenantId: string }, keys: UseKey[]): Promise<Use[]> {
  if (keys.length === 0) return [];
  const rows = (await context.db.$queryRaw<Record<string, unknown>[]>`SELECT u.* ${joined(context, keys)}`).map(read);
  const known = new Map(rows.map((row) => [nameOfKey(row), row]));
  return Promise.all(keys.map(async (key) => known.get(nameOfKey(key)) ?? { ...noUse, ...(await addUp(context, key)), ...key }));
}

const MOST_SEEN = 10_000;
const seenKeys = new WeakMap<TenantTx['database'], Set<string>>();

/** Keys that were there once; they go with their period only. */
function seenIn({ database }: Pick<TenantTx, 'database'>): Set<string> {
  const keys = seenKeys.get(database) ?? new Set<string>();
  if (keys.size > MOST_SEEN) keys.clear();
  seenKeys.set(database, keys);
  return keys;
}

/** The part of the ledger that budgets are compared with: sums by subject and period, changed together with its rows. */
export const uses = (tx: TenantTx) => ({
  /** Whether any budget was ever looked at here: if not, there is nothing to keep. */
  async areKept(): Promise<boolean> {
    const rows = await tx.db.$queryRaw<unknown[]>`SELECT 1 FROM "QuotaUse" WHERE "tenantId" = ${ownTenant(tx)} LIMIT 1`;
    return rows.length > 0;
  },

  /** Every team with those of these people who are in it. */
  async teamsOf(userIds: string[]): Promise<{ teamId: string; userId: string }[]> {
    return tx.db.$queryRaw`SELECT "teamId", "userId" FROM "TeamMember"
      WHERE "tenantId" = ${ownTenant(tx)} AND "userId" IN ${textList(tx.database.provider, userIds)}`;
  },

  /** Changes what is kept of these keys; of others nothing is. In the order of their keys, so that transactions do not cross. */
  async change(deltas: Use[]): Promise<void> {
    if (deltas.length === 0) return;
    if (tx.database.provider === 'postgresql') await this.lock(deltas);
    await tx.db.$executeRaw`
      UPDATE "QuotaUse" SET ${changes} FROM (${selectRows(tx.database, changeColumns, deltas)}) AS input
      WHERE "QuotaUse"."tenantId" = ${ownTenant(tx)} AND "QuotaUse"."scope" = input."scope" AND "QuotaUse"."period" = input."period"`;
  },

  /** Rows of these keys, which nobody else changes until this transaction ends. */
  async lock(keys: UseKey[]): Promise<Use[]> {
    const forUpdate = tx.database.provider === 'postgresql' ? Prisma.sql`FOR UPDATE OF u` : Prisma.empty;
    const rows = await tx.db.$queryRaw<Record<string, unknown>[]>`
      SELECT u.* ${joined(tx, keys)} ORDER BY u."scope", u."period" ${forUpdate}`;
    return rows.map(read);
  },

  /**
   * The same, and where there is none yet it is made from the ledger's sums, which nobody may change meanwhile. Whether there is one is
   * asked before any is locked, since who settles calls locks the sums first; and asked once, since every call waits for it.
   */
  async require(keys: UseKey[], timeZone: string, now: number): Promise<Use[]> {
    const seen = seenIn(tx);
    if (keys.every((key) => seen.has(nameOfKey(key)))) {
      const rows = await this.lock(keys);
      if (rows.length === keys.length) return rows;
    }
    seen.clear();
    const found = await tx.db.$queryRaw<UseKey[]>`SELECT u."scope", u."period" ${joined(tx, keys)}`;
    const known = new Set(found.map(nameOfKey));
    const missing = keys.filter((key) => !known.has(nameOfKey(key)));
    if (missing.length > 0) await this.create(missing, timeZone, now);
    const rows = await this.lock(keys);
    for (const row of rows) seen.add(nameOfKey(row));
    return rows;
  },

  async create(keys: UseKey[], timeZone: string, now: number): Promise<void> {
    if (tx.database.provider === 'postgresql') await tx.db.$executeRaw`LOCK TABLE "UsageDay" IN SHARE MODE`;
    const rows = [];
    for (const key of keys) {
      const startsAt = timesOfPeriod(key.period, timeZone)?.startsAt ?? now;
      rows.push({ ...key, startsAt, tenantId: ownTenant(tx), ...(await addUp(tx, key)) });
    }
    const columns = Prisma.raw(
      Object.keys(newColumns)
        .map((name) => `"${name}"`)
        .join(', '),
    );
    await tx.db.$executeRaw`INSERT INTO "QuotaUse" (${columns}) ${selectRows(tx.database, newColumns, rows)}
      ON CONFLICT ("tenantId", "scope", "period") DO NOTHING`;
  },
});
