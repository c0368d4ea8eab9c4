import type { UsageMetric } from '@open-ace/contracts/usage';
import { dayAfter, type Sums } from '#domains/usage';
import type { DailySeries } from './week-pattern.ts';

const NANO = 1e9;

const tokens = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const;

/** The sums that a metric is made of. */
export const sumsOf = { tokens, requests: ['requests'], usd: ['costNano'] } as const satisfies Record<UsageMetric, readonly (keyof Sums)[]>;

/** What sums come to in the unit of a metric: tokens of the four kinds, requests, or US dollars. */
export function measured(sum: Sums, metric: UsageMetric): number {
  switch (metric) {
    case 'requests':
      return sum.requests;
    case 'usd':
      return sum.costNano / NANO;
    case 'tokens':
      return tokens.reduce((all, name) => all + sum[name], 0);
  }
}

/** Every day from the first to the last, both included. */
export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day)) days.push(day);
  return days;
}

/** A figure of each of these days, zero where there is none. */
export const valuesOf = (days: readonly string[], byDay: ReadonlyMap<string, number>): number[] => days.map((day) => byDay.get(day) ?? 0);

export function seriesOf(days: readonly string[], values: readonly number[]): DailySeries {
  return { firstWeekday: days[0] === undefined ? 0 : new Date(`${days[0]}T00:00:00Z`).getUTCDay(), values };
}
