import { useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';

/** How far the CLIs' own histories are read. */
export function useCollectionStatus() {
  const may = useMay();
  return useQuery(trpc.collection.status.queryOptions(undefined, { enabled: may('view_dashboard') }));
}
