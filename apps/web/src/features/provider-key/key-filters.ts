import { Provider, type ProviderKey } from '@open-ace/contracts/provider-key';
import { z } from 'zod';
import { useUrlFilters } from '#lib/url-filters.ts';

export const KeyOutcome = z.enum(['ok', 'failed', 'none']);
export type KeyOutcome = z.infer<typeof KeyOutcome>;

const KeyFilters = z.object({ provider: Provider.optional().catch(undefined), test: KeyOutcome.optional().catch(undefined) });

export interface KeyView {
  provider?: Provider | undefined;
  test?: KeyOutcome | undefined;
}

/** What of the loaded keys is on show. */
export function viewKeys(keys: readonly ProviderKey[], { provider, test }: KeyView): ProviderKey[] {
  return keys
    .filter((key) => provider === undefined || key.provider === provider)
    .filter((key) => test === undefined || (key.test?.outcome ?? 'none') === test);
}

export function useKeyFilters() {
  const { filters, change, clear } = useUrlFilters(KeyFilters);
  return { view: filters, filtered: Boolean(filters.provider || filters.test), change, clear };
}
