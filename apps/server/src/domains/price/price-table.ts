import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { calcPrice, type ModelInfo, type PriceCalculationResult, type PriceOptions, waitForUpdate } from '@pydantic/genai-prices';
import { MINUTE } from '#platform/clock';

/** Cached tokens are no part of the input here: our ledger counts the four kinds apart. */
export interface Tokens {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
}

/** What a token of each kind costs, in nano-USD. */
export interface TokenRates {
  inputNano: number;
  outputNano: number;
  cacheReadNano: number;
  cacheWriteNano: number;
}

/** The package exports its code alone, so its manifest is read beside it. */
const folder = join(dirname(createRequire(import.meta.url).resolve('@pydantic/genai-prices')), '..');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };

/** The price table that a cost was worked out with, kept beside it. */
export const tableVersion = `genai-prices ${version}`;

const NANO = 1e9;
export const noTokens: Tokens = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

/** What these tokens cost by the library; null without a price. */
type Ask = (tokens: Tokens) => PriceCalculationResult;

/** The library counts cached tokens as a part of the input. */
const asking =
  (model: string, options: PriceOptions): Ask =>
  (tokens) => {
    const usage = {
      input_tokens: tokens.inputTokens + tokens.cacheReadTokens + tokens.cacheWriteTokens,
      output_tokens: tokens.outputTokens,
      cache_read_tokens: tokens.cacheReadTokens,
      cache_write_tokens: tokens.cacheWriteTokens,
    };
    return calcPrice(usage, model, options);
  };

/** A provider of which nothing is known but its protocol: the model's name says whose prices hold. */
const ANY_OF_PROTOCOL = 'openai-compatible';

const askTable = (provider: string, model: string, at: number) =>
  asking(model, { timestamp: new Date(at), ...(provider && provider !== ANY_OF_PROTOCOL && { providerId: provider }) });

const nanoOf = (price: PriceCalculationResult) => (price?.total_price ?? 0) * NANO;

/** A model's price in the table at a moment. */
export interface TablePrice {
  /** The model's name in the table: several names may mean one model. */
  name: string;
  /** `YYYY-MM-DD`, from which day on it holds; null for as long as the table knows. */
  since: string | null;
  /** Whether another one may hold at another time. */
  changes: boolean;
  /** Nano-USD a request, whatever is in it. */
  requestNano: number;
  /** As long as the whole input has at most `upTo` tokens; beyond it the library is asked. */
  base: TokenRates;
  upTo: number;
  /** The highest of each kind, however long the input. */
  dearest: TokenRates;
}

/** Few enough for the lowest tier of every price, enough for exact rates. */
const PROBE = 1000;

/** Rates of inputs with more than `start` tokens. */
function ratesBeyond(start: number, ask: Ask): TokenRates {
  const count = start + PROBE;
  const free = nanoOf(ask(noTokens));
  const ofInput = (kind: keyof Tokens) => (nanoOf(ask({ ...noTokens, [kind]: count })) - free) / count;
  const input = { ...noTokens, inputTokens: start === 0 ? 0 : count };
  return {
    inputNano: ofInput('inputTokens'),
    outputNano: (nanoOf(ask({ ...input, outputTokens: PROBE })) - nanoOf(ask(input))) / PROBE,
    cacheReadNano: ofInput('cacheReadTokens'),
    cacheWriteNano: ofInput('cacheWriteTokens'),
  };
}

function dearestOf(rates: TokenRates[]): TokenRates {
  const most = (kind: keyof TokenRates) => Math.max(...rates.map((rate) => rate[kind]));
  return {
    inputNano: most('inputNano'),
    outputNano: most('outputNano'),
    cacheReadNano: most('cacheReadNano'),
    cacheWriteNano: most('cacheWriteNano'),
  };
}

function findPrice(ask: Ask): TablePrice | null {
  const price = ask(noTokens);
  if (!price) return null;
  const tiers = Object.values(price.model_price).flatMap((rate) => (typeof rate === 'object' ? rate.tiers.map(({ start }) => start) : []));
  const starts = [...new Set(tiers)].sort((a, b) => a - b);
  const base = ratesBeyond(0, ask);
  const { id: name, prices } = price.model;
  const constraint = Array.isArray(prices) ? prices.find((one) => one.prices === price.model_price)?.constraint : undefined;
  return {
    name,
    since: constraint?.type === 'start_date' ? constraint.start_date : null,
    changes: Array.isArray(prices),
    requestNano: nanoOf(price),
    base,
    upTo: starts[0] ?? Number.POSITIVE_INFINITY,
    dearest: dearestOf([base, ...starts.map((start) => ratesBeyond(start, ask))]),
  };
}

/** The library takes some 70 µs a call. Few prices change with time, by day or by hour, and where by hour, some at a half one. */
const known = new Map<string, TablePrice | null>();
const MOST_KNOWN = 20_000;
const HOLDS = 15 * MINUTE;

function priceOf(provider: string, model: string, at: number): TablePrice | null {
  if (!model) return null;
  // The model comes from whoever calls, so it ends the key: no name can stand for another's.
  const always = `${provider}\n${model}`;
  const now = `${Math.floor(at / HOLDS)} ${always}`;
  let price = known.get(always);
  if (price === undefined) price = known.get(now);
  if (price === undefined) {
    price = findPrice(askTable(provider, model, at));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(price?.changes ? now : always, price);
  }
  return price;
}

/** API-equivalent cost in nano-USD, rounded a request; null where the model has no price, which is not the same as free. */
export function tableCost(provider: string, model: string, tokens: Tokens, at: number): number | null {
  const price = priceOf(provider, model, at);
  if (price === null) return null;
  const { base, requestNano, upTo } = price;
  if (tokens.inputTokens + tokens.cacheReadTokens + tokens.cacheWriteTokens > upTo) {
    return Math.round(nanoOf(askTable(provider, model, at)(tokens)));
  }
  return Math.round(
    requestNano +
      tokens.inputTokens * base.inputNano +
      tokens.outputTokens * base.outputNano +
      tokens.cacheReadTokens * base.cacheReadNano +
      tokens.cacheWriteTokens * base.cacheWriteNano,
  );
}

/** The rates of a request with at most so many input tokens of all kinds, or dearer ones. */
export function tableRates(provider: string, model: string, inputTokens: number, at: number): TokenRates | null {
  const price = priceOf(provider, model, at);
  return price && (inputTokens <= price.upTo ? price.base : price.dearest);
}

/** The table's own name for a model that goes by several, such as one for each release. */
export const tableName = (provider: string, model: string, at: number): string | null => priceOf(provider, model, at)?.name ?? null;

/** A model as the table lists it. */
export interface TableModel {
  provider: string;
  model: string;
  /** Its price at a moment, in epoch milliseconds. */
  priceAt(at: number): TablePrice | null;
}

/** Asked for alone, since a few of the listed names are matched by no pattern, not even their own. */
function listedModel(provider: string, model: ModelInfo): TableModel {
  const alone = { id: provider, name: '', api_pattern: '', models: [{ ...model, match: { equals: model.id } }] };
  return {
    provider,
    model: model.id,
    priceAt: (at) => findPrice(asking(model.id, { timestamp: new Date(at), provider: alone })),
  };
}

async function readTable(): Promise<TableModel[]> {
  // The one public way to the data that `calcPrice` works with; nothing here updates it, so this is the built-in table, at once.
  const providers = (await waitForUpdate()) ?? [];
  return providers.flatMap(({ id, models }) => models.map((model) => listedModel(id, model)));
}

let listed: Promise<TableModel[]> | undefined;

/** Every model of the table. */
export const tableModels = (): Promise<TableModel[]> => (listed ??= readTable());
