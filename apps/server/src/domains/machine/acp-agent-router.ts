import { AcpAgent, AcpAgents, RemoveAcpAgent, SetAcpAgent } from '@open-ace/contracts/acp-agent';
import { Done } from '@open-ace/contracts/common';
import { admin, done, router } from '#platform/trpc';
import { listAcpAgents, removeAcpAgent, setAcpAgent } from './acp-agents.ts';

export const acpAgentRouter = router({
  list: admin()
    .output(AcpAgents)
    .query(({ ctx }) => listAcpAgents(ctx)),
  remove: admin({ audit: 'acp_agent.remove' })
    .input(RemoveAcpAgent)
    .output(Done)
    .mutation(({ ctx, input }) => done(removeAcpAgent(ctx, input))),
  set: admin({ audit: 'acp_agent.set' })
    .input(SetAcpAgent)
    .output(AcpAgent)
    .mutation(({ ctx, input }) => setAcpAgent(ctx, input)),
});
