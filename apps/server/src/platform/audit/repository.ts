import type { Prisma } from '@open-ace/prisma/sqlite';
import type { Tx } from '../db/tx.ts';

export async function insertAuditEntry(tx: Tx, entry: Prisma.AuditLogUncheckedCreateInput): Promise<void> {
  await tx.db.auditLog.create({ data: entry });
}
