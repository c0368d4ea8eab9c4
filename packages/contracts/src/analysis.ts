import { z } from 'zod';
import { Count, Id } from './common.ts';
import { UsageFilter, UsageMetric, UsageTotals } from './usage.ts';

/** What tells sums apart. */
export const UsageDimension = z.enum(['person', 'machine', 'project', 'tool', 'provider', 'model', 'providerKey']);
export type UsageDimension = z.infer<typeof UsageDimension>;

export const UsageGrain = z.enum(['hour', 'day', 'week', 'month']);
export type UsageGrain = z.infer<typeof UsageGrain>;

export const AskTrend = UsageFilter.extend({ grain: UsageGrain.default('day') });
export type AskTrend = z.infer<typeof AskTrend>;
/** A row a period and tool that has any; periods without use are left out. Whole local days: borders that are instants are widened to theirs. */
export const Trend = z.object({
  timeZone: z.string(),
  grain: UsageGrain,
  items: z.array(
    UsageTotals.extend({
      /** `2026-11-20T09`, `2026-11-20`, `2026-11-16` for the week of that Monday, or `2026-11`; of the tenant's clocks. */
      period: z.string(),
      tool: z.string(),
    }),
  ),
});
export type Trend = z.infer<typeof Trend>;

export const AskRanking = UsageFilter.extend({
  by: UsageDimension,
  metric: UsageMetric.default('tokens'),
  limit: z.number().int().min(1).max(1000).default(1000),
});
export type AskRanking = z.infer<typeof AskRanking>;
export const RankedTotals = UsageTotals.extend({
  /** Of the record, or the tool, provider or model itself; '' for rows that have none. */
  id: z.string(),
  /** Null where there is no such record, or none any more. */
  name: z.string().nullable(),
});
export type RankedTotals = z.infer<typeof RankedTotals>;
/** Most first. All that is beyond the limit is one sum, so that the whole adds up. */
export const Ranking = z.object({ items: z.array(RankedTotals), others: z.object({ count: Count, totals: UsageTotals }) });
export type Ranking = z.infer<typeof Ranking>;

/** Hours of the week by the tenant's clocks, those with any use: `weekday` 1 is Monday. */
export const HeatMap = z.object({
  timeZone: z.string(),
  cells: z.array(UsageTotals.extend({ weekday: z.number().int().min(1).max(7), hour: z.number().int().min(0).max(23) })),
});
export type HeatMap = z.infer<typeof HeatMap>;

export const AskForecast = UsageFilter.extend({
  metric: UsageMetric.default('tokens'),
  /** Days to come. */
  horizon: z.union([z.literal(7), z.literal(14), z.literal(30)]).default(30),
});
export type AskForecast = z.infer<typeof AskForecast>;

/** 80 of 100 are expected to lie from `low` to `high`. In the unit of the metric: tokens, requests or US dollars. */
const Expected = z.object({ expected: z.number(), low: z.number(), high: z.number() });

export const Forecast = z.object({
  timeZone: z.string(),
  metric: UsageMetric,
  /** The days that it is made of: complete ones, from the first with use on. */
  past: z.array(z.object({ day: z.iso.date(), value: z.number() })),
  /** Null for less than 14 such days. */
  forecast: z
    .object({
      days: z.array(Expected.extend({ day: z.iso.date() })),
      total: Expected,
      /** The same method asked in the past; null where there is too little of it. Errors are sums of absolute errors by the sum of what was: 0.2 is 20 %. */
      tested: z.object({ origins: Count, dayError: z.number(), totalError: z.number(), naiveDayError: z.number() }).nullable(),
    })
    .nullable(),
});
export type Forecast = z.infer<typeof Forecast>;

export const AnomalyKind = z.enum(['spike', 'drop', 'new_tool', 'new_model', 'off_hours']);
export type AnomalyKind = z.infer<typeof AnomalyKind>;
export const AnomalyStatus = z.enum(['open', 'handled', 'ignored']);
export type AnomalyStatus = z.infer<typeof AnomalyStatus>;

export const AskAnomalies = UsageFilter.extend({ metric: UsageMetric.default('tokens') });
export type AskAnomalies = z.infer<typeof AskAnomalies>;

const AnomalyName = z.object({
  kind: AnomalyKind,
  metric: UsageMetric,
  day: z.iso.date(),
  /** The new tool or model; '' for other kinds. */
  subject: z.string().max(200),
});

export const Anomaly = AnomalyName.extend({
  severity: z.enum(['info', 'warning', 'high']),
  status: AnomalyStatus,
  /** Who said so, and a word about it. */
  handledBy: z.string().nullable(),
  note: z.string(),
  /** Of the day, in the unit of the metric; of nights, what fell into them; of something new, what it came to on its first day. */
  value: z.number(),
  /** What the other days lead one to expect; null for something new. */
  expected: z.number().nullable(),
  /** Standard deviations of the other days, the pattern of the week taken out; null where it is not by deviation. */
  score: z.number().nullable(),
  /** What lies behind it: the parts that differ most from their mean over the range. */
  drivers: z.array(z.object({ by: UsageDimension, id: z.string(), name: z.string().nullable(), value: z.number(), usual: z.number() })),
});
export type Anomaly = z.infer<typeof Anomaly>;

export const Anomalies = z.object({
  timeZone: z.string(),
  items: z.array(Anomaly),
  /** Days with their sums, which the kinds are told from. Fewer than `leastDays` tell nothing. */
  days: z.array(z.object({ day: z.iso.date(), value: z.number() })),
  leastDays: Count,
});
export type Anomalies = z.infer<typeof Anomalies>;

/** Of an anomaly, and of the narrowing with which it was found. */
export const SetAnomaly = AnomalyName.extend({
  ...UsageFilter.omit({ from: true, to: true }).shape,
  status: AnomalyStatus,
  note: z.string().trim().max(500).default(''),
});
export type SetAnomaly = z.infer<typeof SetAnomaly>;
export const AnomalyMark = AnomalyName.extend({ id: Id, status: AnomalyStatus, note: z.string() });
export type AnomalyMark = z.infer<typeof AnomalyMark>;
