import type { Prisma } from '@open-ace/prisma/sqlite';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';

export type AnomalyMarkRow = Prisma.AnomalyMarkGetPayload<object>;

/** Which unusual day of which figures is meant. */
export type MarkKey = Pick<AnomalyMarkRow, 'narrowing' | 'metric' | 'day' | 'kind' | 'subject'>;

export const anomalyMarks = (scope: Scope) => ({
  async of({ narrowing, metric }: Pick<MarkKey, 'narrowing' | 'metric'>, from: string, to: string): Promise<AnomalyMarkRow[]> {
    return scope.db.anomalyMark.findMany({ where: { ...tenantFilter(scope), narrowing, metric, day: { gte: from, lte: to } } });
  },

  async find(key: MarkKey): Promise<AnomalyMarkRow | null> {
    return scope.db.anomalyMark.findFirst({ where: { ...tenantFilter(scope), ...key } });
  },

  async create(mark: Omit<AnomalyMarkRow, 'tenantId'>): Promise<AnomalyMarkRow> {
    return scope.db.anomalyMark.create({ data: { ...mark, tenantId: ownTenant(scope) } });
  },

  async update(before: AnomalyMarkRow, change: Pick<AnomalyMarkRow, 'status' | 'note' | 'userId' | 'updatedAt'>): Promise<AnomalyMarkRow> {
    return scope.db.anomalyMark.update({ where: { id: before.id }, data: change });
  },
});

/** Names of the projects that are still there. */
export async function projectNames(scope: Scope, ids: string[]): Promise<Map<string, string>> {
  const where = { ...tenantFilter(scope), id: { in: [...new Set(ids.filter(Boolean))] } };
  const rows = await scope.db.project.findMany({ where, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
