import type { UsageRange } from '@open-ace/contracts/usage';
import { AppError } from '#platform/errors';
import { dayAfter, dayBefore, dayOf, type MomentRange, QUARTER, quarterOf, startOfDay } from './zone.ts';

/** Whole local days, both ends included; open where there is no border. */
export interface DayRange {
  from: string | undefined;
  to: string | undefined;
}

/** A range in parts, each of which the coarsest sums that fit can answer: days, quarters of an hour at their ends, moments at theirs. */
export interface RangeParts {
  days: DayRange | null;
  quarters: MomentRange[];
  moments: MomentRange[];
}

const isDay = (border: string | undefined): boolean => border === undefined || border.length === 10;

const END_OF_TIME = 8.64e15;

const begun = (ranges: MomentRange[]): MomentRange[] => ranges.filter(([from, to]) => from < to);

export function resolveRange(range: UsageRange, timeZone: string): RangeParts {
  const { from, to } = momentsOf(range, timeZone);
  const isDays = isDay(range.from) && isDay(range.to);
  if (isDays ? from >= to : from > to) {
    throw new AppError('INVALID', 'The range ends before it begins.', {
      reason: 'invalid_range',
      fields: { to: 'Choose a day that is not before the first.' },
    });
  }
  if (isDays) return { days: { from: range.from, to: range.to }, quarters: [], moments: [] };

  const firstQuarter = quarterOf(from + QUARTER - 1);
  const lastQuarter = quarterOf(to);
  if (firstQuarter >= lastQuarter) return { days: null, quarters: [], moments: begun([[from, to]]) };
  const moments = begun([
    [from, firstQuarter],
    [lastQuarter, to],
  ]);
  const days = {
    from: isDay(range.from) ? range.from : dayFrom(firstQuarter, timeZone),
    to: isDay(range.to) ? range.to : dayBefore(dayOf(lastQuarter, timeZone)),
  };
  if (days.from !== undefined && days.to !== undefined && days.from > days.to)
    return { days: null, quarters: [[firstQuarter, lastQuarter]], moments };
  const quarters = begun([
    [firstQuarter, days.from === undefined ? firstQuarter : startOfDay(days.from, timeZone)],
    [days.to === undefined ? lastQuarter : startOfDay(dayAfter(days.to), timeZone), lastQuarter],
  ]);
  return { days, quarters, moments };
}

/** The first day that begins at a moment or after it. */
function dayFrom(at: number, timeZone: string): string {
  const day = dayOf(at, timeZone);
  return startOfDay(day, timeZone) === at ? day : dayAfter(day);
}

/** The range as moments, for reading rows. */
export function momentsOf({ from, to }: UsageRange, timeZone: string): { from: number; to: number } {
  const start = from === undefined ? 0 : isDay(from) ? startOfDay(from, timeZone) : Date.parse(from);
  const end = to === undefined ? END_OF_TIME : isDay(to) ? startOfDay(dayAfter(to), timeZone) : Date.parse(to);
  return { from: start, to: end };
}

/** The local days that a range touches. */
export function daysOf(range: UsageRange, timeZone: string): DayRange {
  const day = (border: string | undefined, shift: number) =>
    border === undefined || isDay(border) ? border : dayOf(Date.parse(border) + shift, timeZone);
  return { from: day(range.from, 0), to: day(range.to, -1) };
}

/** Whole months, both ends included, and the days before and after them. */
interface MonthParts {
  months: DayRange | null;
  days: DayRange[];
}

/** The last day of a month. */
function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** Days as whole months as far as they are. */
export function monthsOf(range: DayRange): MonthParts {
  const { from, to } = range;
  const [fromMonth, toMonth] = [from?.slice(0, 7), to?.slice(0, 7)];
  const beginsMonth = from === undefined || fromMonth === undefined || from === `${fromMonth}-01`;
  const endsMonth = to === undefined || toMonth === undefined || to === lastDayOf(toMonth);
  const first = beginsMonth ? fromMonth : dayAfter(lastDayOf(fromMonth)).slice(0, 7);
  const last = endsMonth ? toMonth : dayBefore(`${toMonth}-01`).slice(0, 7);
  if (first !== undefined && last !== undefined && first > last) return { months: null, days: [range] };
  const days = [...(beginsMonth ? [] : [{ from, to: lastDayOf(fromMonth) }]), ...(endsMonth ? [] : [{ from: `${toMonth}-01`, to }])];
  return { months: { from: first, to: last }, days };
}
