import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';

/** One of the list, which is short and comes whole; null where there is none with this id. */
export function useAgent(agentId: string) {
  const { data, error, refetch } = useQuery(trpc.acpAgent.list.queryOptions());
  const found: AcpAgent | null | undefined = data && (data.items.find(({ id }) => id === agentId) ?? null);
  return { data: found, error, refetch };
}
