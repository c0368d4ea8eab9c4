import { useQuery } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';

const mostAlike = 200;

/** The price of one model, by the list: its provider's own row, else one that is for every provider; null without a price. */
export function useModelPrice(provider: string, model: string) {
  const rows = (of: string) => trpc.price.list.queryOptions({ provider: of, search: model, limit: mostAlike });
  const own = useQuery(rows(provider));
  const general = useQuery(rows(''));
  const found = [own, general].flatMap(({ data }) => data?.items ?? []).find((row) => row.model === model);
  const isComplete = own.isSuccess && general.isSuccess;
  return {
    data: found ?? (isComplete ? null : undefined),
    error: own.error ?? general.error,
    refetch: () => Promise.all([own.refetch(), general.refetch()]),
  };
}
