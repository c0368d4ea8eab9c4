import { queryClient, trpc } from '#lib/trpc.ts';

export function reloadUnpriced() {
  void queryClient.invalidateQueries(trpc.price.unpriced.pathFilter());
}

/** After a price was set or deleted: lists, drawers and what has no price are asked for again. */
export function reloadPrices() {
  void queryClient.invalidateQueries(trpc.price.list.pathFilter());
  void queryClient.invalidateQueries(trpc.price.overrides.pathFilter());
  reloadUnpriced();
}
