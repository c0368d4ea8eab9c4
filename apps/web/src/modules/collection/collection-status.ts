import { useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';

const whileReading = 2_000;
const otherwise = 30_000;

/** How far the CLIs' own histories are read. There is no subscription for it, so it is asked for, often while it moves. */
export function useCollectionStatus() {
  const may = useMay();
  return useQuery(
    trpc.collection.status.queryOptions(undefined, {
      enabled: may('view_dashboard'),
      refetchInterval: ({ state }) => (state.data?.reading ? whileReading : otherwise),
    }),
  );
}
