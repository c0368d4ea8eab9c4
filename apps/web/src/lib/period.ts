import { z } from 'zod';

export const Period = z.enum(['24h', '7d', '30d', '90d', 'custom']);
export type Period = z.infer<typeof Period>;

const hour = 3_600_000;
const dayCount = { '7d': 7, '30d': 30, '90d': 90 } as const;

/** A stretch of time as a filter holds it; days are `YYYY-MM-DD` in the viewer's zone, both included. */
export interface PeriodChoice {
  period: Period | undefined;
  from: string | undefined;
  to: string | undefined;
}

/** As the server takes it: instants, the end excluded. */
interface Range {
  from?: string;
  to?: string;
}

function startOfDay(day: Date, shift = 0): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + shift);
}

/** A date without a time would be read as UTC; this one is a day on the viewer's wall. */
const localDay = (day: string) => new Date(`${day}T00:00:00`);

export function periodRange({ period, from, to }: PeriodChoice, now: Date): Range {
  if (period === undefined) return {};
  if (period === '24h') return { from: new Date(now.getTime() - 24 * hour).toISOString() };
  if (period === 'custom') {
    return {
      ...(from && { from: localDay(from).toISOString() }),
      ...(to && { to: startOfDay(localDay(to), 1).toISOString() }),
    };
  }
  return { from: startOfDay(now, 1 - dayCount[period]).toISOString() };
}
