import { type DailySeries, quantile, weekdayOf, weekPattern } from './week-pattern.ts';

/** A day that is not as its like. */
export interface UnusualDay {
  index: number;
  kind: 'spike' | 'drop';
  severity: 'warning' | 'high';
  value: number;
  /** What the other days lead one to expect of that weekday. */
  expected: number;
  /** How many standard deviations of the other days it lies off, the pattern of the week taken out; the deviation by its robust measure. */
  score: number;
}

/** Fewer days tell nothing. */
export const LEAST_DAYS = 7;
const SPIKE = 2;
const HIGH_SPIKE = 3;
const DROP = 0.5;
/** Days that are almost alike are not unusual for a hair's breadth. */
const LEAST_SPREAD = 0.1;
/** What is off by less than this of an ordinary day changes nothing: a weekend with twice of almost nothing. */
const MATERIAL = 0.15;
/** A weekday with less than this of an ordinary day is one on which nobody works. */
const FREE_DAY = 0.1;

const median = (values: readonly number[]): number => quantile(values, 0.5);
/** The median distance from the median, as a standard deviation: other wild days do not widen it. */
const spreadOf = (values: readonly number[], usual: number): number => 1.4826 * median(values.map((value) => Math.abs(value - usual)));

/**
 * Days that lie more than two standard deviations above what the others lead one to expect (three: severe), or below half of it. Each day
 * is compared with the others alone, so that a wild one does not excuse itself; and with its weekday's part of an ordinary day, once
 * there are two weeks of them. The last day may be given as unfinished: it can be a spike, but no drop.
 */
export function unusualDays(series: DailySeries, { lastIsUnfinished = false } = {}): UnusualDay[] {
  const { values } = series;
  if (values.length < LEAST_DAYS) return [];
  const pattern = weekPattern(series);
  const factors = values.map((_, index) => Math.max(FREE_DAY, pattern[weekdayOf(series, index)] ?? 1));
  const adjusted = values.map((value, index) => value / (factors[index] ?? 1));
  return values.flatMap((value, index): UnusualDay[] => {
    const others = adjusted.filter((_, other) => other !== index && (!lastIsUnfinished || other !== values.length - 1));
    const usual = median(others);
    if (usual === 0) return [];
    const score = ((adjusted[index] ?? 0) - usual) / Math.max(spreadOf(others, usual), LEAST_SPREAD * usual);
    const expected = usual * (factors[index] ?? 1);
    if (Math.abs(value - expected) < MATERIAL * usual) return [];
    const found = { index, value, expected, score };
    if (score > SPIKE) return [{ ...found, kind: 'spike', severity: score > HIGH_SPIKE ? 'high' : 'warning' }];
    const isFree = (pattern[weekdayOf(series, index)] ?? 1) < FREE_DAY;
    const isUnfinished = lastIsUnfinished && index === values.length - 1;
    if (!isFree && !isUnfinished && (adjusted[index] ?? 0) < DROP * usual) return [{ ...found, kind: 'drop', severity: 'warning' }];
    return [];
  });
}
