import { z } from 'zod';
import { Count, Id, Instant, PageInput, page } from './common.ts';

/** USD per million tokens. */
const Rate = z.number().nonnegative().max(1_000_000);

export const Rates = z.object({ input: Rate, output: Rate, cacheRead: Rate, cacheWrite: Rate });
export type Rates = z.infer<typeof Rates>;

/** What a model's tokens cost now. */
export const ModelPrice = z.object({
  provider: z.string(),
  model: z.string(),
  rates: Rates,
  /** Longer inputs cost more than these rates say, beyond so many tokens. */
  tieredFrom: Count.nullable(),
  source: z.enum(['table', 'override']),
  /** Which version of the table, or of the override. */
  version: z.string(),
  /** Since when; null for as long as the table knows. */
  effectiveFrom: Instant.nullable(),
  /** The override that stands for the table's price. */
  overrideId: Id.nullable(),
});
export type ModelPrice = z.infer<typeof ModelPrice>;

export const ListPrices = z.object({
  search: z.string().trim().max(200).optional(),
  provider: z.string().max(100).optional(),
  /** Only those that an administrator set. */
  overridesOnly: z.boolean().optional(),
  limit: z.number().int().min(1).max(200).default(50),
  /** The `nextCursor` of the page before. */
  cursor: z.string().max(500).nullish(),
});
export type ListPrices = z.infer<typeof ListPrices>;
export const PriceList = z.object({ items: z.array(ModelPrice), providers: z.array(z.string()), nextCursor: z.string().nullable() });
export type PriceList = z.infer<typeof PriceList>;

/** A price of one's own: what a contract says, or a model that the table does not know. */
export const PriceOverride = z.object({
  id: Id,
  /** '' for every provider. */
  provider: z.string(),
  model: z.string(),
  rates: Rates,
  effectiveFrom: Instant,
  createdAt: Instant,
  createdBy: z.string(),
});
export type PriceOverride = z.infer<typeof PriceOverride>;
export const ListPriceOverrides = PageInput.extend({ model: z.string().max(200).optional() });
export type ListPriceOverrides = z.infer<typeof ListPriceOverrides>;
export const PriceOverridePage = page(PriceOverride);
export type PriceOverridePage = z.infer<typeof PriceOverridePage>;

export const SetPrice = z.object({
  provider: z.string().trim().max(100).default(''),
  model: z.string().trim().min(1).max(200),
  rates: Rates,
  /** Now when left out. Calls from then on; what is settled keeps its cost. */
  effectiveFrom: Instant.optional(),
});
export type SetPrice = z.infer<typeof SetPrice>;
export const GetPriceOverride = z.object({ priceOverrideId: Id });
export type GetPriceOverride = z.infer<typeof GetPriceOverride>;

/** Models that were called and have no price, so that their calls have no cost: the last 30 days. */
export const UnpricedModels = z.object({
  items: z.array(z.object({ provider: z.string(), model: z.string(), requests: Count, lastDay: z.iso.date() })),
});
export type UnpricedModels = z.infer<typeof UnpricedModels>;
