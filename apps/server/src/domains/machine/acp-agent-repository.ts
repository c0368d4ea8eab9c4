import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import { notFound } from '#platform/errors';

export type AcpAgentRow = Prisma.AcpAgentGetPayload<object>;

export const acpAgents = (scope: Scope) => ({
  async list(): Promise<AcpAgentRow[]> {
    return scope.db.acpAgent.findMany({ where: tenantFilter(scope), orderBy: { id: 'asc' } });
  },

  async find(id: string): Promise<AcpAgentRow | null> {
    return scope.db.acpAgent.findFirst({ where: { id, ...tenantFilter(scope) } });
  },

  async require(id: string): Promise<AcpAgentRow> {
    const row = await this.find(id);
    if (!row) throw notFound('acp_agent');
    return row;
  },

  async set({ id, ...definition }: AcpAgent, updatedAt: Date): Promise<AcpAgentRow> {
    const tenantId = ownTenant(scope);
    const values = { definition, updatedAt };
    return scope.db.acpAgent.upsert({
      where: { tenantId_id: { tenantId, id } },
      create: { tenantId, id, ...values },
      update: values,
    });
  },

  async remove({ id }: AcpAgentRow): Promise<void> {
    await scope.db.acpAgent.deleteMany({ where: { id, ...tenantFilter(scope) } });
  },
});
