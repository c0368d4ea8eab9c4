import { Rates, SetPrice } from '@open-ace/contracts/price';
import type { Format } from '#lib/format.ts';

/** In the order in which they are read everywhere. */
export const rateKinds = ['input', 'output', 'cacheRead', 'cacheWrite'] as const satisfies readonly (keyof Rates)[];

/** These may be left empty: what goes through a cache is priced as the input then. */
export const isCacheRate = (kind: keyof Rates) => kind === 'cacheRead' || kind === 'cacheWrite';

/** As fields hold them; an empty one is ''. */
export interface PriceValues extends Record<string, unknown> {
  provider: string;
  model: string;
  input: number | string;
  output: number | string;
  cacheRead: number | string;
  cacheWrite: number | string;
  /** On the viewer's clock, `YYYY-MM-DDTHH:MM`; '' for at once. */
  effectiveFrom: string;
}

const emptyRates = { input: '', output: '', cacheRead: '', cacheWrite: '' };

export const priceValues = (provider: string, model: string, rates?: Rates): PriceValues => ({
  provider,
  model,
  ...(rates ?? emptyRates),
  effectiveFrom: '',
});

/** Whether a field holds a rate that the server takes. An empty one is not a rate: nothing is free by mistake. */
export const isRate = (value: unknown) => Rates.shape.input.safeParse(value).success;

/** As the server takes it: all four rates. */
export function setPriceInput({ provider, model, input, output, cacheRead, cacheWrite, effectiveFrom }: PriceValues): SetPrice {
  return SetPrice.parse({
    provider,
    model,
    rates: { input, output, cacheRead: cacheRead === '' ? input : cacheRead, cacheWrite: cacheWrite === '' ? input : cacheWrite },
    ...(effectiveFrom && { effectiveFrom: new Date(effectiveFrom).toISOString() }),
  });
}

/** A rate to its last digit: `$0.075` is not `$0.08`. */
export const rateText = (rate: number, format: Format) => format.exactNanoUsd(Math.round(rate * 1e9));
