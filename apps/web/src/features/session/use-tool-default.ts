import type { ToolDefault } from '@open-ace/contracts/machine';
import type { ToolId } from '@open-ace/contracts/tools';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';

/** What is set for a tool on a machine, else for all machines; null where nothing is, undefined while that is not known. */
export function useToolDefault(machineId: string, tool: ToolId): ToolDefault | null | undefined {
  const own = useQuery(trpc.machine.toolDefaults.queryOptions({ machineId }, { enabled: machineId !== '' })).data;
  const everywhere = useQuery(trpc.machine.toolDefaults.queryOptions({ machineId: null })).data;
  if (!own || !everywhere) return undefined;
  return [...own.items, ...everywhere.items].find((each) => each.tool === tool) ?? null;
}
