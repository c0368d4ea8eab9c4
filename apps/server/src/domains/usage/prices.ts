import { createRequire } from 'node:module';
import { calcPrice } from '@pydantic/genai-prices';
import { HOUR } from '#platform/clock';

interface Tokens {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
}

const { version } = createRequire(import.meta.url)('@pydantic/genai-prices/package.json') as { version: string };

/** The price table that a cost was worked out with, kept beside it. */
export const priceVersion = `genai-prices ${version}`;

const MILLION = 1_000_000;
const NANO = 1e9;

/** The library counts cached tokens as a part of the input, our ledger counts them apart from it. USD, or null without a price. */
function priceOf(provider: string, model: string, tokens: Tokens, at: number) {
  const usage = {
    input_tokens: tokens.inputTokens + tokens.cacheReadTokens + tokens.cacheWriteTokens,
    output_tokens: tokens.outputTokens,
    cache_read_tokens: tokens.cacheReadTokens,
    cache_write_tokens: tokens.cacheWriteTokens,
  };
  return calcPrice(usage, model, { timestamp: new Date(at), ...(provider && { providerId: provider }) });
}

/** Nano-USD a token of each kind; null: no price; 'tiered': the rate depends on how much, so the library is asked each time. */
type Rates = Tokens | 'tiered' | null;

const nothing: Tokens = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

function findRates(provider: string, model: string, at: number): Rates {
  const price = model ? priceOf(provider, model, nothing, at) : null;
  if (!price) return null;
  if (Object.values(price.model_price).some((rate) => rate !== undefined && typeof rate !== 'number')) return 'tiered';
  const rate = (kind: keyof Tokens) => ((priceOf(provider, model, { ...nothing, [kind]: MILLION }, at)?.total_price ?? 0) * NANO) / MILLION;
  return {
    inputTokens: rate('inputTokens'),
    outputTokens: rate('outputTokens'),
    cacheReadTokens: rate('cacheReadTokens'),
    cacheWriteTokens: rate('cacheWriteTokens'),
  };
}

/** The library takes some 70 µs a call; rates hold for an hour at least (some providers price by time of day). */
const known = new Map<string, Rates>();

function ratesOf(provider: string, model: string, at: number): Rates {
  const key = `${provider}\n${model}\n${Math.floor(at / HOUR)}`;
  let rates = known.get(key);
  if (rates === undefined) {
    rates = findRates(provider, model, at);
    if (known.size >= 20_000) known.clear();
    known.set(key, rates);
  }
  return rates;
}

/** API-equivalent cost in nano-USD, rounded a request; null where the model has no price, which is not the same as free. */
export function costNano(provider: string, model: string, tokens: Tokens, at: number): number | null {
  const rates = ratesOf(provider, model, at);
  if (rates === null) return null;
  if (rates === 'tiered') return Math.round((priceOf(provider, model, tokens, at)?.total_price ?? 0) * NANO);
  return Math.round(
    tokens.inputTokens * rates.inputTokens +
      tokens.outputTokens * rates.outputTokens +
      tokens.cacheReadTokens * rates.cacheReadTokens +
      tokens.cacheWriteTokens * rates.cacheWriteTokens,
  );
}
