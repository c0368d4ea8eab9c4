import { MachineStatus } from '@open-ace/contracts/machine';
import { ToolId } from '@open-ace/contracts/tools';
import { z } from 'zod';
import { readSort, useUrlFilters } from '#lib/url-filters.ts';
import { machineSorts } from './machine-view.ts';

const MachineFilters = z.object({
  search: z.string().max(200).optional().catch(undefined),
  status: MachineStatus.optional().catch(undefined),
  tool: ToolId.optional().catch(undefined),
  sort: z.string().default('name').catch('name'),
});

export function useMachineFilters() {
  const { filters, change, clear } = useUrlFilters(MachineFilters);
  const { search, status, tool } = filters;
  return {
    search,
    view: { status, tool, sort: readSort(filters.sort, machineSorts, 'name') },
    filtered: Boolean(search || status || tool),
    change,
    clear,
  };
}
