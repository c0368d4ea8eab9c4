import { AcpAgent, type AcpAgents, type RemoveAcpAgent } from '@open-ace/contracts/acp-agent';
import { audit, audited } from '#platform/audit/audit';
import type { UserCtx } from '#platform/context';
import type { Scope } from '#platform/db/scope';
import { inTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { type AcpAgentRow, acpAgents } from './acp-agent-repository.ts';
import { askAnew } from './ask-anew.ts';

/** What the contract lets an agent be told of. */
const MOST_AGENTS = 50;

const auditedAcpAgent = audited<AcpAgentRow>('acp_agent', (row) => toAgent(row).name, {
  tenantId: 'ignore',
  id: 'track',
  definition: 'track',
  updatedAt: 'ignore',
});

const toAgent = ({ id, definition }: AcpAgentRow): AcpAgent => AcpAgent.parse({ id, ...(definition as object) });

export async function listAcpAgents(scope: Scope): Promise<AcpAgents> {
  return { items: (await acpAgents(scope).list()).map(toAgent) };
}

export async function findAcpAgent(scope: Scope, id: string): Promise<AcpAgent | null> {
  const row = await acpAgents(scope).find(id);
  return row && toAgent(row);
}

/** Adds an agent, or changes it: sessions that run go on as they were started. */
export async function setAcpAgent(ctx: UserCtx, agent: AcpAgent): Promise<AcpAgent> {
  return inTx(ctx, async (tx) => {
    const rows = await acpAgents(tx).list();
    const before = rows.find(({ id }) => id === agent.id);
    if (!before && rows.length >= MOST_AGENTS) {
      throw new AppError('PRECONDITION', `There are ${MOST_AGENTS} agents already. Remove one first.`, { reason: 'too_many_agents' });
    }
    const after = await acpAgents(tx).set(agent, new Date(tx.clock.now()));
    await audit(tx, auditedAcpAgent, { action: 'acp_agent.set', ...(before && { before }), after });
    await askAnew(tx);
    return toAgent(after);
  });
}

/** No more sessions can be started with it; what it did stays. */
export async function removeAcpAgent(ctx: UserCtx, { id }: RemoveAcpAgent): Promise<void> {
  await inTx(ctx, async (tx) => {
    const before = await acpAgents(tx).require(id);
    await acpAgents(tx).remove(before);
    await audit(tx, auditedAcpAgent, { action: 'acp_agent.remove', before });
    await askAnew(tx);
  });
}
