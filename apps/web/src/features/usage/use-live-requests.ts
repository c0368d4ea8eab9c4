import type { ListUsageEvents, UsageEventPage } from '@open-ace/contracts/usage';
import type { InfiniteData } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useUsageChanges } from './use-live-usage.ts';

interface LiveList {
  data: InfiniteData<UsageEventPage, unknown> | undefined;
  refetch: () => Promise<unknown>;
}

const nearTop = 80;

/**
 * Follows new requests without moving what is being read: at the top of a list of one page they just appear; further
 * down, or with a row open, the viewer is told and asks for them.
 */
export function useLiveRequests(query: Partial<ListUsageEvents>, list: LiveList, reading: boolean) {
  const [newer, setNewer] = useState(false);
  const first = list.data?.pages[0]?.items[0]?.id;

  useUsageChanges(() => {
    if (!list.data || document.visibilityState === 'hidden') return;
    if (list.data.pages.length === 1 && !reading && window.scrollY < nearTop) return void list.refetch();
    void queryClient.fetchQuery(trpc.usage.events.queryOptions({ ...query, limit: 1 }, { staleTime: 0 })).then(({ items }) => {
      if (items[0] && items[0].id !== first) setNewer(true);
    });
  });

  const show = () => {
    setNewer(false);
    window.scrollTo({ top: 0 });
    void queryClient.resetQueries(trpc.usage.events.infiniteQueryFilter(query));
  };
  return { newer, show };
}
