import type { Prisma } from '@open-ace/prisma/sqlite';
import type { Client } from '../db/client.ts';
import type { Tx } from '../db/tx.ts';

export type TokenRow = Prisma.TokenGetPayload<object>;

/*
 * A token decides which tenant a call belongs to, so it is looked up before there is one.
 */

export async function insertToken(tx: Tx, token: Prisma.TokenUncheckedCreateInput): Promise<void> {
  await tx.db.token.create({ data: token });
}

export async function findToken(db: Client, by: { hash: string } | { id: string }): Promise<TokenRow | null> {
  return db.token.findUnique({ where: by });
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

export async function findPrincipal(db: Client, userId: string) {
  return db.user.findUnique({ where: { id: userId }, include: { tenant: true } });
}

export async function findMachinePrincipal(db: Client, machineId: string) {
  return db.machine.findUnique({ where: { id: machineId } });
}
