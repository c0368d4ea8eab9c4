import { hasPermission } from '@open-ace/contracts/permissions';
import type { UnpricedModels } from '@open-ace/contracts/price';
import { currentTenant } from '#domains/tenant';
import { DAY } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { noTokens } from './price-table.ts';
import { sumUnpriced } from './repository.ts';
import { tenantPrices } from './tenant-prices.ts';

const DAYS = 30;

/** The local day, `YYYY-MM-DD`, that a count of days which ends today begins with. */
function firstDayOf(days: number, now: number, timeZone: string): string {
  // en-CA writes a date as ISO does.
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return new Date(Date.parse(`${format.format(now)}T00:00:00Z`) - (days - 1) * DAY).toISOString().slice(0, 10);
}

/** Models whose calls have no cost and which have no price now either. Administrators see their tenant's, everybody else their own. */
export async function unpricedModels(ctx: UserCtx): Promise<UnpricedModels> {
  const { actor } = ctx;
  const now = ctx.clock.now();
  const { timeZone } = await currentTenant(ctx);
  const userId = hasPermission(actor.role, actor.grants, 'admin_access') ? undefined : actor.userId;
  const from = firstDayOf(DAYS, now, timeZone);
  const [sums, prices] = await Promise.all([sumUnpriced(ctx, from, userId), tenantPrices(ctx)]);
  const items = sums
    // Calls that named no model can be given no price.
    .filter(({ provider, model }) => model !== '' && prices.price(provider, model, noTokens, now).costNano === null)
    .sort((a, b) => b.requests - a.requests || (a.model < b.model ? -1 : 1));
  return { items };
}
