import { z } from 'zod';
import { useUrlFilters } from '#lib/url-filters.ts';

const TokenFilters = z.object({ ended: z.literal('1').optional().catch(undefined) });

/** Whether those that are revoked or expired are on show as well. */
export function useEndedFilter() {
  const { filters, change } = useUrlFilters(TokenFilters);
  return { ended: filters.ended !== undefined, setEnded: (ended: boolean) => change({ ended: ended ? '1' : undefined }) };
}
