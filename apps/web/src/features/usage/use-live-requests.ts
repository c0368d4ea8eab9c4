import { useThrottledCallback } from '@mantine/hooks';
import type { ListUsageEvents, UsageEvent, UsageEventPage, UsageFilter } from '@open-ace/contracts/usage';
import { type InfiniteData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useUsageChanges } from '#modules/usage/live.ts';
import { endedRows, holdsRow, withRows } from './live-rows.ts';

interface LiveList {
  data: InfiniteData<UsageEventPage, unknown> | undefined;
  refetch: () => Promise<unknown>;
}

const nearTop = 80;
const atMostEvery = 1_000;
const mostRunning = 200;
/** More that end at once are shown by reading the list anew. */
const mostOneByOne = 20;

const runningOptions = (narrowing: UsageFilter) => trpc.usage.events.queryOptions({ ...narrowing, status: 'open', limit: mostRunning });
const now = { staleTime: 0 };

/** The calls that run, whatever the period on show; undefined until it is known. */
export function useRunning(narrowing: UsageFilter) {
  return useQuery(runningOptions(narrowing)).data;
}

/** What rows that ended look like now; one that is gone, since a log's row took its place, stays as it was. */
async function readEnded(ids: string[]): Promise<UsageEvent[]> {
  const read = ids.map((usageEventId) => queryClient.fetchQuery({ ...trpc.usage.event.queryOptions({ usageEventId }), ...now }));
  return (await Promise.allSettled(read)).flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/**
 * Follows calls as they begin, go on and end, without moving what is being read: at the top of a list of one page new ones
 * just appear; further down, or with a row open, rows change in their place, and the viewer is told of new ones and asks for
 * them.
 */
export function useLiveRequests(query: Partial<ListUsageEvents>, narrowing: UsageFilter, list: LiveList, reading: boolean) {
  const [newer, setNewer] = useState(false);

  async function follow() {
    const running = (await queryClient.fetchQuery({ ...runningOptions(narrowing), ...now })).items;
    if (!list.data) return;
    const ended = endedRows(list.data, running);
    const atTop = list.data.pages.length === 1 && !reading && window.scrollY < nearTop;
    if (atTop || ended.length > mostOneByOne) {
      setNewer(false);
      return void list.refetch();
    }
    const fresh = [...running, ...(await readEnded(ended))];
    queryClient.setQueriesData<InfiniteData<UsageEventPage, unknown>>(
      trpc.usage.events.infiniteQueryFilter(query),
      (data) => data && withRows(data, fresh),
    );
    const latest = await queryClient.fetchQuery({ ...trpc.usage.events.queryOptions({ ...query, limit: 1 }), ...now });
    setNewer(latest.items.some(({ id }) => !holdsRow(list.data, id)));
  }

  // That the server is away is the banner's to say.
  const look = useThrottledCallback(() => void follow().catch(() => undefined), atMostEvery);
  useUsageChanges(look, { withCalls: true });

  // Another list may have been read a while ago, and who stops reading wants to see what came meanwhile.
  const key = JSON.stringify(query);
  const before = useRef({ key, reading });
  useEffect(() => {
    if (before.current.key === key && before.current.reading === reading) return;
    before.current = { key, reading };
    look();
  }, [key, reading, look]);

  const show = () => {
    setNewer(false);
    window.scrollTo({ top: 0 });
    void queryClient.resetQueries(trpc.usage.events.infiniteQueryFilter(query));
  };
  return { newer, show };
}
