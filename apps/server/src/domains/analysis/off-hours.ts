import { quantile } from './week-pattern.ts';

/** From 22 to 6 o'clock of the tenant's clocks. */
export const offHours = ['22', '23', '00', '01', '02', '03', '04', '05'];

export interface OffHoursDay {
  index: number;
  value: number;
  expected: number;
}

/** A night counts as unusual when it has more than this of a usual whole day, */
const SHARE_OF_DAY = 0.25;
/** and more than so many times what nights usually have. */
const TIMES_USUAL = 2;

/** Days whose nights have much more than nights usually have: somebody works late, or something runs that nobody watches. */
export function unusualNights(nights: readonly number[], days: readonly number[]): OffHoursDay[] {
  const usualDay = quantile(
    days.filter((value) => value > 0),
    0.5,
  );
  const expected = quantile(nights, 0.5);
  const least = Math.max(SHARE_OF_DAY * usualDay, TIMES_USUAL * expected);
  if (!(usualDay > 0)) return [];
  return nights.flatMap((value, index) => (value > least ? [{ index, value, expected }] : []));
}
