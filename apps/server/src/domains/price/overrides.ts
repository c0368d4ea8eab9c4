import type { GetPriceOverride, ListPriceOverrides, PriceOverride, PriceOverridePage, SetPrice } from '@open-ace/contracts/price';
import { displayNames } from '#domains/user';
import { audit } from '#platform/audit/audit';
import type { UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { auditedPriceOverride } from './audited-price-override.ts';
import type {} from './events.ts';
import { type PriceOverrideRow, priceOverrides } from './repository.ts';

/** USD a million tokens, as people give and read it, is kept in whole nano-USD a million. */
const NANO = 1e9;
const nanoOf = (usd: number) => BigInt(Math.round(usd * NANO));
export const usdOf = (nano: bigint | number) => Number(nano) / NANO;

type People = Awaited<ReturnType<typeof displayNames>>;

const toOverride = (row: PriceOverrideRow, people: People): PriceOverride => ({
  id: row.id,
  provider: row.provider,
  model: row.model,
  rates: {
    input: usdOf(row.inputNano),
    output: usdOf(row.outputNano),
    cacheRead: usdOf(row.cacheReadNano),
    cacheWrite: usdOf(row.cacheWriteNano),
  },
  effectiveFrom: new Date(Number(row.effectiveFrom)).toISOString(),
  createdAt: row.createdAt.toISOString(),
  createdBy: people.get(row.createdById)?.displayName ?? '',
});

const authorsOf = (ctx: Pick<UserCtx, 'db' | 'tenantId'>, rows: PriceOverrideRow[]): Promise<People> =>
  displayNames(
    ctx,
    rows.map(({ createdById }) => createdById),
  );

const announce = (tx: Tx<UserCtx>) => afterTx(tx, () => tx.events.emit('price.changed', { tenantId: tx.tenantId }));

export async function listPriceOverrides(ctx: UserCtx, input: ListPriceOverrides): Promise<PriceOverridePage> {
  const rows = await priceOverrides(ctx).list(input);
  const people = await authorsOf(ctx, rows);
  return pageOf(rows, input, (row) => toOverride(row, people));
}

/** Always a new row: a cost says which one it was worked out with, so none ever changes. */
export async function setPrice(ctx: UserCtx, { provider, model, rates, effectiveFrom }: SetPrice): Promise<PriceOverride> {
  return inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    const after = await priceOverrides(tx).create({
      id: newId(),
      provider,
      model,
      effectiveFrom: BigInt(effectiveFrom === undefined ? now : Date.parse(effectiveFrom)),
      inputNano: nanoOf(rates.input),
      outputNano: nanoOf(rates.output),
      cacheReadNano: nanoOf(rates.cacheRead),
      cacheWriteNano: nanoOf(rates.cacheWrite),
      createdById: tx.actor.userId,
      createdAt: new Date(now),
    });
    await audit(tx, auditedPriceOverride, { action: 'price.set', after });
    announce(tx);
    return toOverride(after, await authorsOf(tx, [after]));
  });
}

/** Calls from now on are priced as if it had never been; what is settled keeps its cost, and the row stays to tell why. */
export async function deletePrice(ctx: UserCtx, { priceOverrideId }: GetPriceOverride): Promise<PriceOverride> {
  return inTx(ctx, async (tx) => {
    const before = await priceOverrides(tx).require(priceOverrideId);
    const after = await priceOverrides(tx).remove(before, new Date(tx.clock.now()));
    await audit(tx, auditedPriceOverride, { action: 'price.delete', before });
    announce(tx);
    return toOverride(after, await authorsOf(tx, [after]));
  });
}
