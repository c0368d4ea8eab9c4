import { type TenantPrices, tenantPrices } from '#domains/price';
import { readTimeZone } from '#domains/tenant';
import type { Deps } from '#platform/context';

/** In whose days and at which prices a tenant's calls are counted. */
export interface Accounting {
  timeZone: string;
  prices: TenantPrices;
}

export async function readAccounting({ database, tenantId }: Pick<Deps, 'database'> & { tenantId: string }): Promise<Accounting> {
  const db = database.rawReader;
  return { timeZone: await readTimeZone(db, tenantId), prices: await tenantPrices({ db, tenantId }) };
}
