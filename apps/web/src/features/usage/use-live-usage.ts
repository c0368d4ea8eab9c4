import type { Query } from '@tanstack/react-query';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useUsageChanges } from '#modules/usage/live.ts';

/** Lists of single requests are not asked for again by themselves: rows would move under the reader's eyes. */
const isFigure = ({ queryKey: [path] }: Query) =>
  Array.isArray(path) && (path[0] === 'analysis' || (path[0] === 'usage' && path[1] !== 'events'));

/** Keeps the figures on show those of now, in place. */
export function useLiveFigures() {
  useUsageChanges(() => {
    void queryClient.invalidateQueries({ predicate: isFigure });
    // Where figures come in, a history is being read as a rule.
    void queryClient.invalidateQueries(trpc.collection.status.queryFilter());
  });
}
