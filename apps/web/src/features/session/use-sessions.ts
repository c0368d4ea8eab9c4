import type { Session } from '@open-ace/contracts/session';
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queryClient, trpc } from '#lib/trpc.ts';
import { placeSession, sessionsOf } from './session-list.ts';

const pageSize = 40;
const lists = trpc.session.list.infiniteQueryFilter();

interface Page {
  items: Session[];
  nextCursor: string | null;
}

/** One's own sessions, page by page; an empty search finds them all. */
export function useSessions(search = '') {
  const query = useInfiniteQuery(
    trpc.session.list.infiniteQueryOptions(
      { limit: pageSize, ...(search && { search }) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const sessions = useMemo(() => sessionsOf(query.data?.pages), [query.data]);
  return { ...query, sessions };
}

/** One session, at once if a list has it already. */
export function useSession(sessionId: string) {
  return useQuery(trpc.session.get.queryOptions({ sessionId }, { placeholderData: () => listed(sessionId) }));
}

function listed(sessionId: string): Session | undefined {
  for (const [, data] of queryClient.getQueriesData<InfiniteData<Page>>(lists)) {
    const found = sessionsOf(data?.pages).find(({ id }) => id === sessionId);
    if (found) return found;
  }
  return undefined;
}

/** Shows a session as it is now, wherever it stands. */
export function storeSession(session: Session) {
  show(session, false);
}

/** One of the viewer's own, which stands among them even if it is new. */
export function storeOwnSession(session: Session) {
  show(session, true);
}

function show(session: Session, own: boolean) {
  queryClient.setQueryData(trpc.session.get.queryKey({ sessionId: session.id }), session);
  for (const [key, data] of queryClient.getQueriesData<InfiniteData<Page>>(lists)) {
    const isOwnList = !/"(search|everyone)"/.test(JSON.stringify(key));
    if (data) queryClient.setQueryData(key, { ...data, pages: placeSession(data.pages, session, own && isOwnList) });
  }
}

export function reloadSessions() {
  void queryClient.invalidateQueries(lists);
  void queryClient.invalidateQueries(trpc.session.get.pathFilter());
}

/** Takes a deleted session out of every list. */
export function forgetSession(sessionId: string) {
  queryClient.removeQueries({ queryKey: trpc.session.get.queryKey({ sessionId }) });
  for (const [key, data] of queryClient.getQueriesData<InfiniteData<Page>>(lists)) {
    const pages = data?.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== sessionId) }));
    if (data && pages) queryClient.setQueryData(key, { ...data, pages });
  }
}

/** Asks for one session anew and shows it everywhere. What goes wrong is told where the session is on show. */
export async function refreshSession(sessionId: string) {
  const session = await queryClient.fetchQuery(trpc.session.get.queryOptions({ sessionId }, { staleTime: 0 })).catch(() => null);
  if (session) storeSession(session);
}
