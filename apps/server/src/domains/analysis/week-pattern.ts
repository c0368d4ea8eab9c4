/** A figure of each local day, in order and without gaps; the first one's weekday, 0 for Sunday, places the others. */
export interface DailySeries {
  firstWeekday: number;
  values: readonly number[];
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** By linear interpolation; `share` from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place % 1);
}

export const weekdayOf = ({ firstWeekday }: DailySeries, index: number): number => (firstWeekday + index) % 7;

/** Shorter series say nothing of weekdays. */
const LEAST_DAYS = 14;

/**
 * How much of an ordinary day each weekday is, 0 for Sunday: 1 is ordinary. Medians, so that one wild day does not make all its like
 * look usual; all 1 for less than two weeks.
 */
export function weekPattern(series: DailySeries): number[] {
  const ordinary = new Array<number>(7).fill(1);
  const overall = mean(series.values);
  if (series.values.length < LEAST_DAYS || overall === 0) return ordinary;
  const medians = ordinary.map((_, weekday) =>
    quantile(
      series.values.filter((_value, index) => weekdayOf(series, index) === weekday),
      0.5,
    ),
  );
  const level = mean(medians);
  return level === 0 ? ordinary : medians.map((median) => median / level);
}
