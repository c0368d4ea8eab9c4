import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';

/** Limits that somebody else sets are not told of; a new period begins without a call. */
const againAfter = 60_000;

/** The budgets that bind the viewer, with those of the session on show. */
export function useMyQuotas(sessionId: string | undefined) {
  return useQuery(
    trpc.quota.mine.queryOptions(sessionId ? { sessionId } : {}, { placeholderData: keepPreviousData, refetchInterval: againAfter }),
  );
}
