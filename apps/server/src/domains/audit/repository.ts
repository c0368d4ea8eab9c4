import type { ListAudit } from '@open-ace/contracts/audit';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import { type Scope, tenantFilter } from '#platform/db/scope';

export type AuditRow = Prisma.AuditLogGetPayload<object>;

export const auditLog = (scope: Scope) => ({
  list({ action, actorId, outcome, search, from, to, ...page }: ListAudit): Promise<AuditRow[]> {
    return scope.db.auditLog.findMany({
      where: {
        ...tenantFilter(scope),
        ...(action && { action }),
        ...(actorId && { actorId }),
        ...(outcome && { outcome }),
        ...(search && { searchText: { contains: search.toLowerCase() } }),
        ...((from || to) && { at: { ...(from && { gte: new Date(from) }), ...(to && { lt: new Date(to) }) } }),
      },
      orderBy: { id: 'desc' },
      ...pageArgs(page),
    });
  },
});
