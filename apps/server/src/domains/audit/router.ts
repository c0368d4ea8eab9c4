import { AuditPage, ListAudit } from '@open-ace/contracts/audit';
import { can, router } from '#platform/trpc';
import { listAudit } from './service.ts';

export const auditRouter = router({
  list: can('view_audit_logs')
    .input(ListAudit)
    .output(AuditPage)
    .query(({ ctx, input }) => listAudit(ctx, input)),
});
