import type { Billing, SourceProgress } from '@open-ace/contracts/collection';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';

export type SourceRow = Prisma.CollectionSourceGetPayload<object>;

export const sources = (scope: Scope) => ({
  async of(machineIds: string[]): Promise<SourceRow[]> {
    return scope.db.collectionSource.findMany({
      where: { ...tenantFilter(scope), machineId: { in: machineIds } },
      orderBy: [{ machineId: 'asc' }, { tool: 'asc' }],
    });
  },

  async billingOf(machineId: string, tool: string): Promise<Billing> {
    const row = await this.find(machineId, tool);
    return row?.billing === 'api' ? 'api' : 'subscription';
  },

  find: (machineId: string, tool: string): Promise<SourceRow | null> =>
    scope.db.collectionSource.findUnique({ where: { machineId_tool: { machineId, tool }, ...tenantFilter(scope) } }),

  setBilling: ({ machineId, tool }: SourceRow, billing: Billing): Promise<SourceRow> =>
    scope.db.collectionSource.update({ where: { machineId_tool: { machineId, tool } }, data: { billing } }),

  async put(machineId: string, { tool, bytesTotal, bytesRead, rows, badLines, ...rest }: SourceProgress, now: Date): Promise<void> {
    const data = {
      ...rest,
      bytesTotal: BigInt(bytesTotal),
      bytesRead: BigInt(bytesRead),
      rows: BigInt(rows),
      badLines: BigInt(badLines),
      updatedAt: now,
    };
    await scope.db.collectionSource.upsert({
      where: { machineId_tool: { machineId, tool } },
      create: { ...data, machineId, tool, tenantId: ownTenant(scope) },
      update: data,
    });
  },

  async markRead(machineId: string, tool: string, now: Date): Promise<void> {
    await scope.db.collectionSource.updateMany({ where: { ...tenantFilter(scope), machineId, tool }, data: { readAt: now } });
  },
});
