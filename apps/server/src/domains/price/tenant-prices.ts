import type { RawClient } from '#platform/db/raw';
import { type TokenRates, type Tokens, tableCost, tableName, tableRates, tableVersion } from './price-table.ts';
import { findOverrides, type OverrideInForce } from './repository.ts';

export interface TenantPrices {
  /**
   * API-equivalent cost of a request in whole nano-USD, and what it was worked out with; null for a model without a price, which is not
   * the same as free. `at` in epoch milliseconds.
   */
  price(provider: string, model: string, tokens: Tokens, at: number): { costNano: number | null; priceVersion: string };
  /**
   * What a token of each kind costs at most, in nano-USD, in a request with at most so many input tokens; null for a model without a
   * price.
   */
  rates(provider: string, model: string, inputTokens: number, at: number): TokenRates | null;
}

/** The override that stands for a model's price at a moment. */
export type FindOverride = (provider: string, model: string, at: number) => OverrideInForce | null;

/** Rows come in order of precedence, so the first that fits is the one. */
export function overrideFinder(rows: OverrideInForce[]): FindOverride {
  const byModel = new Map<string, OverrideInForce[]>();
  for (const row of rows) byModel.set(row.model, [...(byModel.get(row.model) ?? []), row]);
  return (provider, model, at) =>
    byModel.get(model)?.find((row) => (row.provider === provider || row.provider === '') && row.effectiveFrom <= at) ?? null;
}

const MILLION = 1_000_000n;

/** Exact until it is rounded, once: a product of tokens and nano-USD a million may pass 2^53. */
function overrideCost(override: OverrideInForce, tokens: Tokens): number {
  const sum =
    BigInt(tokens.inputTokens) * BigInt(override.inputNano) +
    BigInt(tokens.outputTokens) * BigInt(override.outputNano) +
    BigInt(tokens.cacheReadTokens) * BigInt(override.cacheReadNano) +
    BigInt(tokens.cacheWriteTokens) * BigInt(override.cacheWriteNano);
  return Number((sum + MILLION / 2n) / MILLION);
}

const overrideRates = ({ inputNano, outputNano, cacheReadNano, cacheWriteNano }: OverrideInForce): TokenRates => ({
  inputNano: inputNano / 1e6,
  outputNano: outputNano / 1e6,
  cacheReadNano: cacheReadNano / 1e6,
  cacheWriteNano: cacheWriteNano / 1e6,
});

export const overrideVersion = ({ id }: { id: string }) => `override ${id}`;

/** A tenant's prices as they are now: its own, and the built-in table's for all else. One query; `db` may be a transaction of either kind. */
export async function tenantPrices(ctx: { db: Pick<RawClient, '$queryRaw'>; tenantId: string }): Promise<TenantPrices> {
  const rows = await findOverrides(ctx);
  const find = overrideFinder(rows);
  const overrideOf: FindOverride = (provider, model, at) => {
    if (rows.length === 0) return null;
    const exact = find(provider, model, at);
    if (exact) return exact;
    // An override of a listed model stands for its price under every name that the table knows it by.
    const name = tableName(provider, model, at);
    return name === null || name === model ? null : find(provider, name, at);
  };
  return {
    price(provider, model, tokens, at) {
      const override = overrideOf(provider, model, at);
      if (override) return { costNano: overrideCost(override, tokens), priceVersion: overrideVersion(override) };
      return { costNano: tableCost(provider, model, tokens, at), priceVersion: tableVersion };
    },
    rates(provider, model, inputTokens, at) {
      const override = overrideOf(provider, model, at);
      return override ? overrideRates(override) : tableRates(provider, model, inputTokens, at);
    },
  };
}
