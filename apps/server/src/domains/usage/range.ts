import type { UsageRange } from '@open-ace/contracts/usage';
import { AppError } from '#platform/errors';
import { dayAfter, dayOf, startOfDay } from './zone.ts';

/** Whole local days, both ends included, which the day sums answer; or moments from the first on and before the second. */
export type ResolvedRange =
  | { kind: 'days'; from: string | undefined; to: string | undefined }
  | { kind: 'moments'; from: number; to: number };

const isDay = (border: string | undefined): boolean => border === undefined || border.length === 10;

const END_OF_TIME = 8.64e15;

export function resolveRange(range: UsageRange, timeZone: string): ResolvedRange {
  const resolved: ResolvedRange =
    isDay(range.from) && isDay(range.to)
      ? { kind: 'days', from: range.from, to: range.to }
      : { kind: 'moments', ...momentsOf(range, timeZone) };
  if (resolved.from !== undefined && resolved.to !== undefined && resolved.from > resolved.to) {
    throw new AppError('INVALID', 'The range ends before it begins.', {
      reason: 'invalid_range',
      fields: { to: 'Choose a day that is not before the first.' },
    });
  }
  return resolved;
}

/** The range as moments, for reading rows. */
export function momentsOf({ from, to }: UsageRange, timeZone: string): { from: number; to: number } {
  const start = from === undefined ? 0 : isDay(from) ? startOfDay(from, timeZone) : Date.parse(from);
  const end = to === undefined ? END_OF_TIME : isDay(to) ? startOfDay(dayAfter(to), timeZone) : Date.parse(to);
  return { from: start, to: end };
}

/** The local days that a range touches. */
export function daysOf(range: UsageRange, timeZone: string): { from: string | undefined; to: string | undefined } {
  const day = (border: string | undefined, shift: number) =>
    border === undefined || isDay(border) ? border : dayOf(Date.parse(border) + shift, timeZone);
  return { from: day(range.from, 0), to: day(range.to, -1) };
}
