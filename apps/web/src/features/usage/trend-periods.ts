import type { UsageGrain } from '@open-ace/contracts/analysis';
import { addDays, daysBetween, lastDayOf, mondayOf } from '#lib/calendar.ts';
import type { DayRange } from './usage-period.ts';

const hours = Array.from({ length: 24 }, (_, hour) => `T${String(hour).padStart(2, '0')}`);

/** Hours of more days than this are not offered: nobody reads hundreds of bars. */
export const mostHourDays = 7;

/** Every period of a range, as the server names them. */
export function periodsOf(range: DayRange, grain: UsageGrain): string[] {
  const days = daysBetween(range.from, range.to);
  switch (grain) {
    case 'hour':
      return days.flatMap((day) => hours.map((hour) => `${day}${hour}`));
    case 'day':
      return days;
    case 'week':
      return [...new Set(days.map(mondayOf))];
    case 'month':
      return [...new Set(days.map((day) => day.slice(0, 7)))];
  }
}

const [earlier, later] = [(a: string, b: string) => (a < b ? a : b), (a: string, b: string) => (a < b ? b : a)];

/** The days of a period, as far as they are of the range. */
export function daysOfPeriod(period: string, grain: UsageGrain, range: DayRange): DayRange {
  const { from, to } = wholeDaysOf(period, grain);
  return { from: later(from, range.from), to: earlier(to, range.to) };
}

function wholeDaysOf(period: string, grain: UsageGrain): DayRange {
  const day = period.slice(0, 10);
  if (grain === 'week') return { from: day, to: addDays(day, 6) };
  if (grain === 'month') return { from: `${period}-01`, to: lastDayOf(period) };
  return { from: day, to: day };
}
