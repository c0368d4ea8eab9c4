import { AuditEntry, type AuditPage, type GetAuditEntry, type ListAudit } from '@open-ace/contracts/audit';
import type { Ctx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import { type AuditRow, auditLog } from './repository.ts';

const toEntry = (row: AuditRow): AuditEntry => AuditEntry.parse({ ...row, at: row.at.toISOString() });

export async function listAudit(ctx: Ctx, input: ListAudit): Promise<AuditPage> {
  return pageOf(await auditLog(ctx).list(input), input, toEntry);
}

export async function getAuditEntry(ctx: Ctx, { auditId }: GetAuditEntry): Promise<AuditEntry> {
  return toEntry(await auditLog(ctx).require(auditId));
}
