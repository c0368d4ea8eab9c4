import type { GatewaySettings, ListProxyTokens } from '@open-ace/contracts/gateway';
import type { Prisma } from '@open-ace/prisma/sqlite';
import type { TokenRow } from '#platform/auth/tokens';
import type { Deps } from '#platform/context';
import { pageArgs } from '#platform/db/page';
import type { RawDatabase } from '#platform/db/raw';
import { type Columns, columnList, readRow, textList } from '#platform/db/rows';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import type { Tx } from '#platform/db/tx';
import { notFound } from '#platform/errors';

/** A token with the person, and for a proxy token the session, that it was made for; nulls where there is no such record, or none any more. */
export interface HolderRow {
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
  projectId: string | null;
  scopes: string;
  /** Calls of its session are held. */
  paused: boolean;
  /** Whether the person's role lets them call models. */
  mayCall: boolean;
  /** Whether tenant, person and machine still let anybody in. */
  open: boolean;
}

type Raw = Omit<HolderRow, 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'revokedAt' | 'open' | 'mayCall' | 'paused'> &
  Record<'createdAt' | 'expiresAt', string | Date> &
  Record<'lastUsedAt' | 'revokedAt', string | Date | null> &
  Record<'open' | 'mayCall' | 'paused', boolean | number | bigint>;

const dateOf = (value: string | Date | null) => (value === null ? null : new Date(value));

/**
 * The holders of tokens by hash, of any tenant: the token is what says which tenant a call belongs to. One statement, since every call
 * waits for it.
 */
export async function findHolders({ database }: Pick<Deps, 'database'>, hashes: string[]): Promise<HolderRow[]> {
  const rows = await database.rawReader.$queryRaw<Raw[]>`
    SELECT t."id", t."hash", t."kind", t."tenantId", t."createdAt", t."expiresAt", t."lastUsedAt", t."revokedAt", t."scopes",
      u."id" AS "userId", m."id" AS "machineId", s."id" AS "sessionId",
      s."tool", s."toolSessionId", s."cwd", s."gitRemote", s."gitBranch", s."projectId",
      (n."status" <> 'suspended' AND u."deletedAt" IS NULL AND m."removedAt" IS NULL) AS "open",
      (u."role" <> 'readonly') AS "mayCall", (s."pausedAt" IS NOT NULL) AS "paused"
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
    mayCall: Boolean(Number(row.mayCall)),
    paused: Boolean(Number(row.paused)),
  }));
}

export const proxyTokens = (scope: Scope) => ({
  async require(id: string): Promise<TokenRow> {
    const row = await scope.db.token.findFirst({ where: { id, ...tenantFilter(scope), kind: 'proxy' } });
    if (!row) throw notFound('token');
    return row;
  },

  /** Newest first; given a time, those that are in force then. */
  async list(page: Omit<ListProxyTokens, 'ended'>, inForceAt: Date | undefined): Promise<TokenRow[]> {
    return scope.db.token.findMany({
      where: { ...tenantFilter(scope), kind: 'proxy', ...(inForceAt && { revokedAt: null, expiresAt: { gt: inForceAt } }) },
      orderBy: { id: 'desc' },
      ...pageArgs(page),
    });
  },
});

/** Read here, since the domain of sessions stands above this one. */
export async function sessionTitles(scope: Scope, ids: string[]): Promise<Map<string, { id: string; title: string }>> {
  const rows = await scope.db.session.findMany({ where: { id: { in: ids }, ...tenantFilter(scope) }, select: { id: true, title: true } });
  return new Map(rows.map((row) => [row.id, row]));
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

/** A tenant has one row, which is known by it. */
export type GatewaySettingsRow = Prisma.GatewaySettingsGetPayload<object> & { id: string };

const withId = (row: Prisma.GatewaySettingsGetPayload<object>): GatewaySettingsRow => ({ ...row, id: row.tenantId });

export const gatewaySettings = (scope: Scope) => ({
  async find(): Promise<GatewaySettingsRow | null> {
    const row = await scope.db.gatewaySettings.findUnique({ where: { tenantId: ownTenant(scope) } });
    return row && withId(row);
  },

  async save(given: GatewaySettings, updatedAt: Date): Promise<GatewaySettingsRow> {
    const tenantId = ownTenant(scope);
    const data = { ...given, updatedAt };
    return withId(await scope.db.gatewaySettings.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data }));
  },
});

const ruleColumns = { allowedModels: 'json', aliases: 'json' } as const satisfies Columns;

/** What calls need of it. */
export async function readSettings(
  { $queryRaw }: RawDatabase['reader'],
  tenantId: string,
): Promise<Pick<GatewaySettingsRow, keyof typeof ruleColumns> | null> {
  const [row] = await $queryRaw<Record<string, unknown>[]>`
    SELECT ${columnList(ruleColumns)} FROM "GatewaySettings" WHERE "tenantId" = ${tenantId}`;
  return row ? (readRow(ruleColumns, row) as Pick<GatewaySettingsRow, keyof typeof ruleColumns>) : null;
}
