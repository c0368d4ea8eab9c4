import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { calcPrice } from '@pydantic/genai-prices';
import { HOUR } from '#platform/clock';

interface Tokens {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
}

/** The package exports its code alone, so its manifest is read beside it. */
const folder = join(dirname(createRequire(import.meta.url).resolve('@pydantic/genai-prices')), '..');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };

/** The price table that a cost was worked out with, kept beside it. */
export const priceVersion = `genai-prices ${version}`;

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

/** Nano-USD a token of each kind, as long as the whole input has at most `upTo` tokens; beyond it the library is asked. */
interface Rates extends Tokens {
  upTo: number;
}

const nothing: Tokens = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
/** Few enough for the lowest tier of every price, enough for exact rates. */
const PROBE = 1000;

function findRates(provider: string, model: string, at: number): Rates | null {
  const price = model ? priceOf(provider, model, nothing, at) : null;
  if (!price) return null;
  const tiers = Object.values(price.model_price).flatMap((rate) => (typeof rate === 'object' ? rate.tiers.map(({ start }) => start) : []));
  const rate = (kind: keyof Tokens) => ((priceOf(provider, model, { ...nothing, [kind]: PROBE }, at)?.total_price ?? 0) * NANO) / PROBE;
  return {
    inputTokens: rate('inputTokens'),
    outputTokens: rate('outputTokens'),
    cacheReadTokens: rate('cacheReadTokens'),
    cacheWriteTokens: rate('cacheWriteTokens'),
    upTo: Math.min(Number.POSITIVE_INFINITY, ...tiers),
  };
}

/** The library takes some 70 µs a call; rates hold for an hour at least (some providers price by time of day). */
const known = new Map<string, Rates | null>();

function ratesOf(provider: string, model: string, at: number): Rates | null {
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
  if (tokens.inputTokens + tokens.cacheReadTokens + tokens.cacheWriteTokens > rates.upTo)
    return Math.round((priceOf(provider, model, tokens, at)?.total_price ?? 0) * NANO);
  return Math.round(
    tokens.inputTokens * rates.inputTokens +
      tokens.outputTokens * rates.outputTokens +
      tokens.cacheReadTokens * rates.cacheReadTokens +
      tokens.cacheWriteTokens * rates.cacheWriteTokens,
  );
}
