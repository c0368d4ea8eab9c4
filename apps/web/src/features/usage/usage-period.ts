import type { UsageRange } from '@open-ace/contracts/usage';
import { z } from 'zod';
import { addDays, countDays, dayOf, floorToQuarter, startOfDay } from '#lib/calendar.ts';

export const UsagePeriod = z.enum(['today', '7d', '30d', '90d']);
export type UsagePeriod = z.infer<typeof UsagePeriod>;

const lengths: Record<UsagePeriod, number> = { today: 1, '7d': 7, '30d': 30, '90d': 90 };

/** Days of the tenant's calendar, both included. */
export interface DayRange {
  from: string;
  to: string;
}

export interface PeriodChoice {
  period: UsagePeriod;
  /** Days of one's own win over the period, as long as both are there. */
  from?: string | undefined;
  to?: string | undefined;
}

/** The range if one's own days were chosen. */
export function ownDays({ from, to }: PeriodChoice): DayRange | null {
  return from && to && from <= to ? { from, to } : null;
}

export function daysOf(choice: PeriodChoice, today: string): DayRange {
  return ownDays(choice) ?? { from: addDays(today, 1 - lengths[choice.period]), to: today };
}

/**
 * As many days just before. Where the range ends today, and so is not over, what it is compared with ends at the same
 * time of its last day: half a day against a whole one would always look like a fall.
 */
export function rangeBefore({ from, to }: DayRange, now: number, timeZone: string): Required<UsageRange> {
  const count = countDays(from, to);
  const first = addDays(from, -count);
  const today = dayOf(now, timeZone);
  if (to < today) return { from: first, to: addDays(to, -count) };
  const soFar = now - startOfDay(today, timeZone);
  const lastDay = addDays(today, -count);
  const end = Math.min(startOfDay(lastDay, timeZone) + soFar, startOfDay(addDays(lastDay, 1), timeZone));
  return { from: first, to: new Date(floorToQuarter(end)).toISOString() };
}

const sparklineDays = 30;
export const meanOver = 7;

/** The days whose sums are asked for: those of the chart, of the sparklines, and what their moving mean starts from. */
export function daysToLoad({ from, to }: DayRange): DayRange {
  const first = addDays(to, 1 - sparklineDays);
  return { from: addDays(from < first ? from : first, 1 - meanOver), to };
}

/** A chart of one day is a single bar: it is shown among the days before it. */
export function chartDaysOf(range: DayRange): DayRange {
  return range.from === range.to ? { from: addDays(range.to, -6), to: range.to } : range;
}

/** Days that are over, for the sparklines: the first hours of a day would pull every line down. */
export function sparklineRange({ from, to }: DayRange, today: string): DayRange {
  const last = to < today ? to : addDays(today, -1);
  const first = addDays(to, 1 - sparklineDays);
  return { from: from < first ? from : first, to: last };
}
