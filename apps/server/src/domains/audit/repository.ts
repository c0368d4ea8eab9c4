import type { ListAudit } from '@open-ace/contracts/audit';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import { type Scope, tenantFilter } from '#platform/db/scope';
import { notFound } from '#platform/errors';

export type AuditRow = Prisma.AuditLogGetPayload<object>;

export const auditLog = (scope: Scope) => ({
  async require(id: string): Promise<AuditRow> {
    const row = await scope.db.auditLog.findFirst({ where: { id, ...tenantFilter(scope) } });
    if (!row) throw notFound('entry');
    return row;
  },

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
