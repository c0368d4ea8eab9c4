import { useThrottledCallback } from '@mantine/hooks';
import type { Query } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { queryClient, trpc } from '#lib/trpc.ts';

const atMostEvery = 1_000;

/** Not the folders of a machine, for which it is asked each time. */
const changing = new Set(['machine.list', 'machine.get', 'machine.every', 'machine.members', 'collection.status']);
const isOfMachines = ({ queryKey: [path] }: Query) => Array.isArray(path) && changing.has(path.join('.'));

/** Keeps what is shown of machines as it is now: who is there, and how far their histories are read. */
export function useLiveMachines() {
  const changed = useThrottledCallback(() => {
    const refetchType = document.visibilityState === 'hidden' ? 'none' : 'active';
    void queryClient.invalidateQueries({ predicate: isOfMachines, refetchType });
  }, atMostEvery);
  useSubscription(trpc.machine.changes.subscriptionOptions(undefined, { onData: changed }));
}
