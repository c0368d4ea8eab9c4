import type { Deps } from '#platform/context';
import { textList } from '#platform/db/rows';
import type { Tx } from '#platform/db/tx';

/** A proxy token with the session that it was made for; nulls where a record is gone. */
export interface ProxyHolderRow {
  id: string;
  hash: string;
  kind: string;
  tenantId: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  userId: string | null;
  machineId: string | null;
  sessionId: string | null;
  tool: string | null;
  toolSessionId: string | null;
  cwd: string | null;
  gitRemote: string | null;
  gitBranch: string | null;
  /** Whether tenant, person and machine still let anybody in. */
  open: boolean;
}

type Raw = Omit<ProxyHolderRow, 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'revokedAt' | 'open'> &
  Record<'createdAt' | 'expiresAt', string | Date> &
  Record<'lastUsedAt' | 'revokedAt', string | Date | null> & { open: boolean | number | bigint };

const dateOf = (value: string | Date | null) => (value === null ? null : new Date(value));

/**
 * The holders of tokens by hash, of any tenant: the token is what says which tenant a call belongs to. One statement, since every call
 * waits for it.
 */
export async function findProxyHolders({ db, database }: Pick<Deps, 'db' | 'database'>, hashes: string[]): Promise<ProxyHolderRow[]> {
  const rows = await db.$queryRaw<Raw[]>`
    SELECT t."id", t."hash", t."kind", t."tenantId", t."createdAt", t."expiresAt", t."lastUsedAt", t."revokedAt",
      u."id" AS "userId", m."id" AS "machineId", s."id" AS "sessionId",
      s."tool", s."toolSessionId", s."cwd", s."gitRemote", s."gitBranch",
      (n."status" <> 'suspended' AND u."deletedAt" IS NULL AND m."removedAt" IS NULL) AS "open"
    FROM "Token" t
    JOIN "Tenant" n ON n."id" = t."tenantId"
    LEFT JOIN "User" u ON u."id" = t."userId" AND u."tenantId" = t."tenantId"
    LEFT JOIN "Machine" m ON m."id" = t."machineId" AND m."tenantId" = t."tenantId"
    LEFT JOIN "Session" s ON s."id" = t."sessionId" AND s."tenantId" = t."tenantId"
    WHERE t."hash" IN ${textList(database.provider, hashes)}`;
  return rows.map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    expiresAt: new Date(row.expiresAt),
    lastUsedAt: dateOf(row.lastUsedAt),
    revokedAt: dateOf(row.revokedAt),
    open: Boolean(Number(row.open)),
  }));
}

/** Which of these leases are held, give or take the clocks of replicas. */
export async function heldLeases({ db }: Pick<Deps, 'db'>, names: string[], since: number): Promise<Set<string>> {
  const rows = await db.jobLease.findMany({ where: { name: { in: names }, expiresAt: { gt: BigInt(since) } }, select: { name: true } });
  return new Set(rows.map(({ name }) => name));
}

export async function dropLease(tx: Tx, name: string, holder: string): Promise<void> {
  await tx.db.jobLease.deleteMany({ where: { name, holder } });
}

/** Leases of replicas that ended without a word. */
export async function dropOldLeases(tx: Tx, prefix: string, before: number): Promise<void> {
  await tx.db.jobLease.deleteMany({ where: { name: { startsWith: prefix }, expiresAt: { lt: BigInt(before) } } });
}
