import { useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';

/** Whether machines come and go is not told by itself. */
const askedAgainAfter = 20_000;

/** The machines that one may use; beyond the first two hundred they are found by search. */
export function useMachines() {
  return useQuery(trpc.machine.list.queryOptions({ limit: 200 }, { refetchInterval: askedAgainAfter }));
}

export function useMachine(machineId: string) {
  return useQuery(trpc.machine.get.queryOptions({ machineId }, { refetchInterval: askedAgainAfter, retry: false }));
}
