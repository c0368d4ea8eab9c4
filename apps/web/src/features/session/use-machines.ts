import type { MachinePage } from '@open-ace/contracts/machine';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';

const usable = ({ items, nextCursor }: MachinePage) => ({ items: items.filter(({ mayUse }) => mayUse), nextCursor });

/** The machines that one may use; beyond the first two hundred they are found by search. */
export function useMachines() {
  return useQuery(trpc.machine.list.queryOptions({ limit: 200 }, { select: usable }));
}

export function useMachine(machineId: string) {
  return useQuery(trpc.machine.get.queryOptions({ machineId }, { retry: false }));
}
