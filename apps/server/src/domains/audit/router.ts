import { AuditEntry, AuditPage, GetAuditEntry, ListAudit } from '@open-ace/contracts/audit';
import { can, router } from '#platform/trpc';
import { getAuditEntry, listAudit } from './service.ts';

export const auditRouter = router({
  get: can('view_audit_logs')
    .input(GetAuditEntry)
    .output(AuditEntry)
    .query(({ ctx, input }) => getAuditEntry(ctx, input)),
  list: can('view_audit_logs')
    .input(ListAudit)
    .output(AuditPage)
    .query(({ ctx, input }) => listAudit(ctx, input)),
});
