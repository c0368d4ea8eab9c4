import { Prisma } from '@open-ace/prisma/sqlite';
import type { Client, Database } from '../db/client.ts';
import { readRow } from '../db/rows.ts';
import type { Tx } from '../db/tx.ts';

export type TokenRow = Prisma.TokenGetPayload<object>;

/*
 * A token decides which tenant a call belongs to, so it is looked up before there is one.
 */

export async function insertToken(tx: Tx, token: Prisma.TokenUncheckedCreateInput): Promise<void> {
  await tx.db.token.create({ data: token });
}

export async function findToken(db: Client, hash: string): Promise<TokenRow | null> {
  return db.token.findUnique({ where: { hash } });
}

/** Says when a token was last used and until when it holds. */
export async function touchToken(tx: Tx, id: string, lastUsedAt: Date, expiresAt: Date): Promise<void> {
  await tx.db.token.updateMany({ where: { id, revokedAt: null }, data: { lastUsedAt, expiresAt } });
}

/** Ties a token to the machine that it let in, or only locks its row for the rest of the transaction; answers it as it is then. */
export async function bindToken(tx: Tx, id: string, machineId: string | undefined): Promise<TokenRow> {
  return tx.db.token.update({ where: { id }, data: machineId === undefined ? { kind: 'registration' } : { machineId } });
}

/** Revokes what matches and is in force; answers the ids. */
export async function revokeTokens(tx: Tx, where: { tenantId: string } & Prisma.TokenWhereInput, now: Date): Promise<string[]> {
  const rows = await tx.db.token.findMany({ where: { ...where, revokedAt: null }, select: { id: true } });
  const ids = rows.map(({ id }) => id);
  await tx.db.token.updateMany({ where: { id: { in: ids } }, data: { revokedAt: now } });
  return ids;
}

const holderColumns = {
  id: 'text',
  kind: 'text',
  tenantId: 'text',
  createdAt: 'date',
  expiresAt: 'date',
  lastUsedAt: 'date',
  revokedAt: 'date',
  userId: 'text',
  username: 'text',
  role: 'text',
  grants: 'json',
  platformAdmin: 'boolean',
  mustChangePassword: 'boolean',
  machineId: 'text',
  machineName: 'text',
  ownerId: 'text',
} as const;

/** A token with who holds it. Without a person or a machine: it has none, or theirs is closed, removed or of a suspended tenant. */
export interface HolderRow extends Pick<TokenRow, 'id' | 'kind' | 'tenantId' | 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'revokedAt'> {
  userId: string | null;
  username: string | null;
  role: string | null;
  grants: unknown;
  platformAdmin: boolean | null;
  mustChangePassword: boolean | null;
  machineId: string | null;
  machineName: string | null;
  ownerId: string | null;
}

/** One statement, since every call waits for it. */
export async function findHolder({ rawReader }: Database, by: { hash: string } | { id: string }): Promise<HolderRow | null> {
  const [row] = await rawReader.$queryRaw<Record<string, unknown>[]>`
    SELECT t."id", t."kind", t."tenantId", t."createdAt", t."expiresAt", t."lastUsedAt", t."revokedAt",
      u."id" AS "userId", u."username", u."role", u."grants", u."platformAdmin", u."mustChangePassword",
      m."id" AS "machineId", m."name" AS "machineName", m."ownerId"
    FROM "Token" t
    JOIN "Tenant" n ON n."id" = t."tenantId"
    LEFT JOIN "User" u ON u."id" = t."userId" AND u."tenantId" = t."tenantId" AND u."deletedAt" IS NULL AND n."status" <> 'suspended'
    LEFT JOIN "Machine" m ON m."id" = t."machineId" AND m."tenantId" = t."tenantId" AND m."removedAt" IS NULL
    WHERE ${'hash' in by ? Prisma.sql`t."hash" = ${by.hash}` : Prisma.sql`t."id" = ${by.id}`}`;
  return row ? (readRow(holderColumns, row) as unknown as HolderRow) : null;
}
