import { AcpAgent } from '@open-ace/contracts/acp-agent';
import { z } from 'zod';
import { useUrlFilters } from '#lib/url-filters.ts';

export const Vendor = AcpAgent.shape.vendor;

const AgentFilters = z.object({
  search: z.string().max(200).optional().catch(undefined),
  vendor: Vendor.optional().catch(undefined),
});
type AgentView = z.output<typeof AgentFilters>;

/** What of the agents is on show, by name. */
export function viewAgents(agents: readonly AcpAgent[], { search = '', vendor }: AgentView): AcpAgent[] {
  const wanted = search.toLowerCase();
  return agents
    .filter((agent) => vendor === undefined || agent.vendor === vendor)
    .filter(({ name, id, program }) => [name, id, program].some((text) => text.toLowerCase().includes(wanted)))
    .toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

export function useAgentFilters() {
  const { filters, change, clear } = useUrlFilters(AgentFilters);
  return { view: filters, filtered: Boolean(filters.search || filters.vendor), change, clear };
}
