import type { Session, WaitingRequests } from '@open-ace/contracts/session';
import { useQuery } from '@tanstack/react-query';
import { queryClient, trpc } from '#lib/trpc.ts';

const waiting = trpc.session.waiting.queryFilter();

/** What waits for an answer of the viewer, in all sessions; `SessionWatch` keeps it that of now. */
export const useWaiting = () => useQuery(trpc.session.waiting.queryOptions());

/** How many requests wait for the viewer. */
export const useWaitingCount = (): number => useWaiting().data?.count ?? 0;

let soon: number | undefined;

/** Asks anew where a session that changed has, or had, something that waits; once for all that change together. */
export function followWaiting({ id, status }: Session): void {
  const known = queryClient.getQueryData<WaitingRequests>(trpc.session.waiting.queryKey())?.items ?? [];
  if (status !== 'needs_you' && !known.some(({ sessionId }) => sessionId === id)) return;
  if (soon !== undefined) return;
  soon = window.setTimeout(() => {
    soon = undefined;
    void queryClient.invalidateQueries(waiting);
  }, 100);
}
