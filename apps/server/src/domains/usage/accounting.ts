import { type TenantPrices, tenantPrices } from '#domains/price';
import { currentTenant } from '#domains/tenant';
import type { Ctx } from '#platform/context';

/** In whose days and at which prices a tenant's calls are counted. */
export interface Accounting {
  timeZone: string;
  prices: TenantPrices;
}

export async function readAccounting(ctx: Pick<Ctx, 'db' | 'tenantId'>): Promise<Accounting> {
  const { timeZone } = await currentTenant(ctx);
  return { timeZone, prices: await tenantPrices(ctx) };
}
