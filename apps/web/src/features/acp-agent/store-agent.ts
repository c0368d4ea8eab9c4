import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import { queryClient, trpc } from '#lib/trpc.ts';

const listKey = () => trpc.acpAgent.list.queryKey();

/** Shows an agent that was added or changed: at once as it was saved, then as the server lists it. */
export function storeAgent(saved: AcpAgent) {
  queryClient.setQueryData(listKey(), (list) => list && { items: [...list.items.filter(({ id }) => id !== saved.id), saved] });
  reloadAgents();
}

export function reloadAgents() {
  void queryClient.invalidateQueries(trpc.acpAgent.list.pathFilter());
}
