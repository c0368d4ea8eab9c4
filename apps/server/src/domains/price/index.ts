import type {} from './events.ts';

export type { TokenRates, Tokens } from './price-table.ts';
export { type TenantPrices, tenantPrices } from './tenant-prices.ts';
