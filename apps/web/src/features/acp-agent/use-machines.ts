import { useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';
import { useLiveMachines } from '#modules/machine/live-machines.ts';

/** As many as the server gives at once; where there are more, what is counted of these says so. */
const most = 200;

/** The machines as they are now: an agent that was just added is found on them while one looks. */
export function useMachines() {
  useLiveMachines();
  return useQuery(trpc.machine.list.queryOptions({ limit: most }));
}
