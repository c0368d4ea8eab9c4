import { queryClient, trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';
import { useUsageChanges } from '#modules/usage/live.ts';

/** Shows budgets as they are now, wherever they stand. */
export function reloadQuotas() {
  void queryClient.invalidateQueries(trpc.quota.list.pathFilter());
  void queryClient.invalidateQueries(trpc.quota.mine.pathFilter());
}

/** Keeps them those of now: calls that begin hold a part of them, and those that end use it. */
export function useLiveQuotas() {
  const enabled = useMay()('view_dashboard');
  useUsageChanges(reloadQuotas, { withCalls: true, enabled });
}
