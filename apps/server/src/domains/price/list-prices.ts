import type { ListPrices, ModelPrice, PriceList, Rates } from '@open-ace/contracts/price';
import type { UserCtx } from '#platform/context';
import { AppError } from '#platform/errors';
import { usdOf } from './overrides.ts';
import { type TableModel, type TablePrice, type TokenRates, tableModels, tableVersion } from './price-table.ts';
import { findOverrides, type OverrideInForce } from './repository.ts';
import { overrideFinder, overrideVersion } from './tenant-prices.ts';

interface Named {
  provider: string;
  model: string;
}

/** A model with what its price is taken from; the override, if there is one, wins. */
interface Row extends Named {
  table: TableModel | null;
  override: OverrideInForce | null;
}

/** By code units, which mean the same in every place and on every page. */
const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a: Named, b: Named) => compared(a.provider, b.provider) || compared(a.model, b.model);

/** `<length of the provider>:<provider><model>`: neither has a character that could stand between them. */
const cursorOf = ({ provider, model }: Named) => `${provider.length}:${provider}${model}`;

function readCursor(cursor: string): Named {
  const [, length = '', rest = ''] = /^(\d{1,3}):(.*)$/s.exec(cursor) ?? [];
  if (length === '') throw new AppError('INVALID', 'This page does not exist. Begin with the first.', { reason: 'unknown_cursor' });
  return { provider: rest.slice(0, Number(length)), model: rest.slice(Number(length)) };
}

/** Every model that has a price at a moment: the table's, and those that only the tenant has one for. */
async function pricedModels(ctx: UserCtx, at: number): Promise<Row[]> {
  const [table, overrides] = await Promise.all([tableModels(), findOverrides(ctx)]);
  const find = overrideFinder(overrides);
  const names = new Set(table.map(cursorOf));
  const models = new Set(table.map(({ model }) => model));
  // An override for every provider stands in the rows of the providers that list its model.
  const isListed = ({ provider, model }: Named) => (provider === '' ? models.has(model) : names.has(cursorOf({ provider, model })));
  const own = new Map(overrides.filter((override) => !isListed(override)).map((override) => [cursorOf(override), override]));
  const rows = [
    ...table.map((row): Row => ({ provider: row.provider, model: row.model, table: row, override: find(row.provider, row.model, at) })),
    ...[...own.values()].map(({ provider, model }): Row => ({ provider, model, table: null, override: find(provider, model, at) })),
  ];
  return rows.filter(({ table, override }) => table !== null || override !== null).sort(byName);
}

/** Nano-USD a token in USD a million, without the noise of the division. */
const ratesOf = (base: TokenRates): Rates => {
  const usd = (nano: number) => usdOf(Math.round(nano * 1e6));
  return {
    input: usd(base.inputNano),
    output: usd(base.outputNano),
    cacheRead: usd(base.cacheReadNano),
    cacheWrite: usd(base.cacheWriteNano),
  };
};

function fromOverride({ provider, model }: Named, override: OverrideInForce): ModelPrice {
  return {
    provider,
    model,
    rates: {
      input: usdOf(override.inputNano),
      output: usdOf(override.outputNano),
      cacheRead: usdOf(override.cacheReadNano),
      cacheWrite: usdOf(override.cacheWriteNano),
    },
    tieredFrom: null,
    source: 'override',
    version: overrideVersion(override),
    effectiveFrom: new Date(override.effectiveFrom).toISOString(),
    overrideId: override.id,
  };
}

function fromTable({ provider, model }: Named, { base, upTo, since }: TablePrice): ModelPrice {
  return {
    provider,
    model,
    rates: ratesOf(base),
    tieredFrom: Number.isFinite(upTo) ? upTo : null,
    source: 'table',
    version: tableVersion,
    effectiveFrom: since && `${since}T00:00:00.000Z`,
    overrideId: null,
  };
}

function toPrices({ table, override, ...named }: Row, at: number): ModelPrice[] {
  if (override) return [fromOverride(named, override)];
  const price = table?.priceAt(at);
  return price ? [fromTable(named, price)] : [];
}

/** What models cost now, by provider and model. */
export async function listPrices(ctx: UserCtx, { search, provider, overridesOnly, limit, cursor }: ListPrices): Promise<PriceList> {
  const now = ctx.clock.now();
  const all = await pricedModels(ctx, now);
  const last = cursor == null ? null : readCursor(cursor);
  const text = search?.toLowerCase() ?? '';
  const wanted = all.filter(
    (row) =>
      (provider === undefined || row.provider === provider) &&
      (!overridesOnly || row.override !== null) &&
      (row.provider.toLowerCase().includes(text) || row.model.toLowerCase().includes(text)) &&
      (last === null || byName(last, row) < 0),
  );
  const page = wanted.slice(0, limit);
  const end = page.at(-1);
  return {
    items: page.flatMap((row) => toPrices(row, now)),
    providers: [...new Set(all.map((row) => row.provider))],
    nextCursor: wanted.length > limit && end ? cursorOf(end) : null,
  };
}
