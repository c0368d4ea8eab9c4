import { useThrottledCallback } from '@mantine/hooks';
import type { Query } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { queryClient, trpc } from '#lib/trpc.ts';

/** A first read of a long history changes figures several times a second; nobody reads that fast. */
const atMostEvery = 1_000;

/** Lists of single requests are not asked for again by themselves: rows would move under the reader's eyes. */
const isFigure = ({ queryKey: [path] }: Query) => Array.isArray(path) && path[0] === 'usage' && path[1] !== 'events';

/** Calls back when figures of this tenant changed, and at first once. A tab that nobody looks at waits until somebody does. */
export function useUsageChanges(onChange: () => void) {
  const changed = useThrottledCallback(onChange, atMostEvery);
  useSubscription(trpc.usage.changes.subscriptionOptions(undefined, { onData: changed }));
}

/** Keeps the figures on show those of now, in place. */
export function useLiveFigures() {
  useUsageChanges(() => {
    const refetchType = document.visibilityState === 'hidden' ? 'none' : 'active';
    void queryClient.invalidateQueries({ predicate: isFigure, refetchType });
    // Where figures come in, a history is being read as a rule.
    void queryClient.invalidateQueries({ ...trpc.collection.status.queryFilter(), refetchType });
  });
}
