import type { ListQuotas, QuotaSubject } from '@open-ace/contracts/quota';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';

export type QuotaRow = Prisma.QuotaGetPayload<object>;
type NewQuota = Omit<Prisma.QuotaUncheckedCreateInput, 'tenantId'>;

/** Plans bind tenants, so their limits belong to none. */
const NO_TENANT = '';

export const quotas = (scope: Scope) => ({
  find: (id: string): Promise<QuotaRow | null> => scope.db.quota.findFirst({ where: { id, ...tenantFilter(scope) } }),

  findPlans: (id: string): Promise<QuotaRow | null> => scope.db.quota.findFirst({ where: { id, tenantId: NO_TENANT } }),

  findAlike: ({ subjectType, subjectId, metric, period }: NewQuota): Promise<QuotaRow | null> => {
    const tenantId = subjectType === 'plan' ? NO_TENANT : ownTenant(scope);
    return scope.db.quota.findFirst({ where: { tenantId, subjectType, subjectId, metric, period } });
  },

  all: (): Promise<QuotaRow[]> => scope.db.quota.findMany({ where: tenantFilter(scope), orderBy: { id: 'asc' } }),

  /** Those of the tenant's plan; an unlimited tenant has none. */
  async ofPlan(): Promise<QuotaRow[]> {
    const tenant = await scope.db.tenant.findUnique({ where: { id: ownTenant(scope) }, select: { plan: true, unlimited: true } });
    if (!tenant || tenant.unlimited || tenant.plan === '') return [];
    return scope.db.quota.findMany({ where: { tenantId: NO_TENANT, subjectType: 'plan', subjectId: tenant.plan }, orderBy: { id: 'asc' } });
  },

  list: ({ subjectType, subjectId, ...page }: ListQuotas): Promise<QuotaRow[]> =>
    scope.db.quota.findMany({
      where: { ...tenantFilter(scope), ...(subjectType && { subjectType }), ...(subjectId && { subjectId }) },
      orderBy: { id: 'asc' },
      ...pageArgs(page),
    }),

  create: (quota: NewQuota): Promise<QuotaRow> => {
    const tenantId = quota.subjectType === 'plan' ? NO_TENANT : ownTenant(scope);
    return scope.db.quota.create({ data: { ...quota, tenantId } });
  },

  update: (before: QuotaRow, limit: bigint, updatedAt: Date): Promise<QuotaRow> =>
    scope.db.quota.update({ where: { id: before.id }, data: { limit, updatedAt } }),

  async delete({ id }: QuotaRow): Promise<void> {
    await scope.db.quota.deleteMany({ where: { id } });
  },

  membersOf: (teamIds: string[]): Promise<{ teamId: string; userId: string }[]> =>
    teamIds.length === 0
      ? Promise.resolve([])
      : scope.db.teamMember.findMany({
          where: { ...tenantFilter(scope), teamId: { in: teamIds } },
          select: { teamId: true, userId: true },
        }),

  teamsOf: async (userId: string): Promise<string[]> =>
    (await scope.db.teamMember.findMany({ where: { ...tenantFilter(scope), userId } })).map(({ teamId }) => teamId),

  /** The names of subjects of one type, by id; those that are not there, or another tenant's, are left out. */
  async names(type: QuotaSubject['type'], ids: string[]): Promise<Map<string, string>> {
    const where = { id: { in: ids }, ...tenantFilter(scope) };
    switch (type) {
      case 'user':
        return new Map((await scope.db.user.findMany({ where })).map(({ id, displayName }) => [id, displayName]));
      case 'team':
        return new Map((await scope.db.team.findMany({ where })).map(({ id, name }) => [id, name]));
      case 'project':
        return new Map((await scope.db.project.findMany({ where })).map(({ id, name }) => [id, name]));
      case 'tenant': {
        const own = ids.filter((id) => id === ownTenant(scope));
        return new Map((await scope.db.tenant.findMany({ where: { id: { in: own } } })).map(({ id, name }) => [id, name]));
      }
      case 'plan':
        return new Map(ids.map((id) => [id, id]));
    }
  },

  /** Sums of periods that ended long ago. */
  async dropUsesBefore(startsAt: number): Promise<number> {
    return (await scope.db.quotaUse.deleteMany({ where: { ...tenantFilter(scope), startsAt: { lt: BigInt(startsAt) } } })).count;
  },
});
