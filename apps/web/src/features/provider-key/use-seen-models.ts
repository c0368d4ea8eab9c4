import { useQuery } from '@tanstack/react-query';
import { addDays, dayOf } from '#lib/calendar.ts';
import { trpc } from '#lib/trpc.ts';
import { useNow } from '#lib/use-now.ts';
import { useMe } from '#modules/me/me.ts';

const lately = 90;

/** The models that answered of late, the most used first: what one is likely to mean when one names a model. */
export function useSeenModels(): string[] {
  const { timeZone } = useMe();
  const from = addDays(dayOf(useNow(), timeZone), -lately);
  const items = useQuery(trpc.analysis.ranking.queryOptions({ from, by: 'model', metric: 'requests' })).data?.items ?? [];
  return items.filter(({ id, requests }) => id !== '' && requests > 0).map(({ id }) => id);
}
