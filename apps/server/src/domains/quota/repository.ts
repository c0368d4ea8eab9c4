import type { ListQuotas, QuotaSubject } from '@open-ace/contracts/quota';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import type { RawDatabase } from '#platform/db/raw';
import { type Columns, columnList, readRow } from '#platform/db/rows';
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

const quotaColumns = {
  id: 'text',
  tenantId: 'text',
  subjectType: 'text',
  subjectId: 'text',
  metric: 'text',
  period: 'text',
  limit: 'bigint',
  createdAt: 'date',
  updatedAt: 'date',
} as const satisfies Columns;

/** What binds calls of a tenant: its limits, those of its plan (an unlimited tenant has none), and who is in teams with a limit. */
export async function readBinding(
  { $queryRaw }: RawDatabase['reader'],
  tenantId: string,
): Promise<{ rows: QuotaRow[]; members: { teamId: string; userId: string }[] }> {
  const rows = await $queryRaw<Record<string, unknown>[]>`
    SELECT ${columnList(quotaColumns)} FROM "Quota" WHERE "tenantId" = ${tenantId} OR ("tenantId" = ${NO_TENANT} AND "subjectType" = 'plan'
      AND "subjectId" = (SELECT "plan" FROM "Tenant" WHERE "id" = ${tenantId} AND "plan" <> '' AND NOT "unlimited"))
    ORDER BY "id"`;
  const quotas = rows.map((row) => ({ ...readRow(quotaColumns, row), limit: BigInt(row.limit as number) }) as QuotaRow);
  const members = quotas.some(({ subjectType }) => subjectType === 'team')
    ? await $queryRaw<{ teamId: string; userId: string }[]>`
        SELECT "teamId", "userId" FROM "TeamMember" WHERE "tenantId" = ${tenantId}
          AND "teamId" IN (SELECT "subjectId" FROM "Quota" WHERE "tenantId" = ${tenantId} AND "subjectType" = 'team')`
    : [];
  return { rows: quotas, members };
}
