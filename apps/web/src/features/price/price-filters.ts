import type { ListPrices } from '@open-ace/contracts/price';
import { z } from 'zod';
import { useUrlFilters } from '#lib/url-filters.ts';

const PriceFilters = z.object({
  search: z.string().max(200).optional().catch(undefined),
  provider: z.string().max(100).optional().catch(undefined),
  show: z.enum(['all', 'own']).default('all').catch('all'),
});

export function usePriceFilters() {
  const { filters, change, clear } = useUrlFilters(PriceFilters);
  const { search, provider, show } = filters;
  const query: Partial<ListPrices> = {
    ...(search && { search }),
    ...(provider && { provider }),
    ...(show === 'own' && { overridesOnly: true }),
  };
  return { search, provider, show, query, filtered: Boolean(search || provider || show === 'own'), change, clear };
}
