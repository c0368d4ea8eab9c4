import type {} from './events.ts';

export { setPrice } from './overrides.ts';

export { tableName } from './price-table.ts';
export { type TenantPrices, tenantPrices } from './tenant-prices.ts';
