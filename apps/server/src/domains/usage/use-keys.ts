import type { QuotaPeriod } from '@open-ace/contracts/quota';
import { DAY } from '#platform/clock';
import { dayAfter, startOfDay } from './zone.ts';

/** One subject in one period: what a budget of this subject and period is compared with. */
export interface UseKey {
  /** user:<id>, team:<id>, project:<id>, tenant:<id>, session:<id> */
  scope: string;
  /** day:<date>, week:<date of its Monday>, month:<date of its first>, in the tenant's zone; or session */
  period: string;
}

const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The first day of the period in which a local day lies. */
function firstDay(period: Exclude<QuotaPeriod, 'session'>, day: string): string {
  if (period === 'day') return day;
  if (period === 'month') return `${day.slice(0, 7)}-01`;
  const time = Date.parse(`${day}T00:00:00Z`);
  const sinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  return dateOf(time - sinceMonday * DAY);
}

/** The last day of a period. */
function lastDay(period: Exclude<QuotaPeriod, 'session'>, first: string): string {
  if (period === 'day') return first;
  if (period === 'week') return dateOf(Date.parse(`${first}T00:00:00Z`) + 6 * DAY);
  const [year = 0, month = 0] = first.split('-').map(Number);
  return dateOf(Date.UTC(year, month, 0));
}

/** `day` is a local one; a session's budget has no days. */
export const periodKey = (period: QuotaPeriod, day: string): string =>
  period === 'session' ? period : `${period}:${firstDay(period, day)}`;

/** The days of a period, both included; null for a session's. */
export function daysOfPeriod(key: string): { from: string; to: string } | null {
  const [period, first] = key.split(':');
  if (first === undefined || (period !== 'day' && period !== 'week' && period !== 'month')) return null;
  return { from: first, to: lastDay(period, first) };
}

/** When a period begins and when the next one does, in epoch milliseconds; null for a session's. */
export function timesOfPeriod(key: string, timeZone: string): { startsAt: number; endsAt: number } | null {
  const days = daysOfPeriod(key);
  return days && { startsAt: startOfDay(days.from, timeZone), endsAt: startOfDay(dayAfter(days.to), timeZone) };
}

export const nameOfKey = ({ scope, period }: UseKey): string => `${scope} ${period}`;
