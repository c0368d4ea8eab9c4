import { DAY, MINUTE } from '#platform/clock';

/** Epoch milliseconds: from the first on, before the second. */
export type MomentRange = readonly [from: number, to: number];

/** Every zone's offset divides by it, so a quarter lies in one local day. */
export const QUARTER = 15 * MINUTE;
export const quarterOf = (at: number) => Math.floor(at / QUARTER) * QUARTER;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    // en-CA writes a date as ISO does, then a comma and the time.
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone, ...parts });
    formats.set(timeZone, format);
  }
  return format;
}

const hours = new Map<string, Map<number, string>>();
const MOST_REMEMBERED = 10_000;

/** What the local clock shows at the beginning of a moment's quarter, `2026-11-20, 09:15`. Asking costs as much as a statement, so it is asked once a quarter. */
function localOf(at: number, timeZone: string): string {
  const known = hours.get(timeZone) ?? new Map<number, string>();
  const quarter = quarterOf(at);
  const local = known.get(quarter) ?? formatOf(timeZone).format(quarter);
  if (known.size >= MOST_REMEMBERED) known.clear();
  hours.set(timeZone, known.set(quarter, local));
  return local;
}

/** The local day of a moment, `YYYY-MM-DD`. */
export const dayOf = (at: number, timeZone: string): string => localOf(at, timeZone).slice(0, 10);

/** The local hour of a moment in its week: `1-09` is Monday, from nine to ten. */
export function weekHourOf(at: number, timeZone: string): string {
  const local = localOf(at, timeZone);
  const weekday = new Date(`${local.slice(0, 10)}T00:00:00Z`).getUTCDay() || 7;
  return `${weekday}-${local.slice(12, 14)}`;
}

/** The first moment of a local day, whatever its zone does with its clocks: local days never run backwards, so halving finds it. */
export function startOfDay(day: string, timeZone: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`);
  let before = quarterOf(noon - 2 * DAY);
  let from = quarterOf(noon + 2 * DAY);
  while (from - before > QUARTER) {
    const middle = quarterOf((before + from) / 2);
    if (dayOf(middle, timeZone) >= day) from = middle;
    else before = middle;
  }
  return from;
}

const shifted = (day: string, by: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY).toISOString().slice(0, 10);

export const dayAfter = (day: string): string => shifted(day, 1);
export const dayBefore = (day: string): string => shifted(day, -1);

/** How far the local clock is before UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const [day = '', time = ''] = localOf(at, timeZone).split(', ');
  return Date.parse(`${day}T${time}:00Z`) - quarterOf(at);
}

const WEEK = 7 * DAY;

/** The first quarter after `from`, up to `to`, that has another offset. No zone changes its clocks and changes them back within a week. */
function changeWithin(from: number, to: number, timeZone: string): number {
  const before = offsetAt(from, timeZone);
  let [same, other] = [quarterOf(from), quarterOf(to)];
  while (other - same > QUARTER) {
    const middle = quarterOf((same + other) / 2);
    if (offsetAt(middle, timeZone) === before) same = middle;
    else other = middle;
  }
  return other;
}

/** A range in parts in each of which the local clock runs alike; each with how far it is before UTC, in milliseconds. */
export function offsetsOf([from, to]: MomentRange, timeZone: string): { range: MomentRange; offset: number }[] {
  const parts: { range: MomentRange; offset: number }[] = [];
  let begin = from;
  let at = from;
  while (at < to) {
    const next = Math.min(at + WEEK, to);
    const offset = offsetAt(begin, timeZone);
    if (offsetAt(next, timeZone) === offset) at = next;
    else {
      at = changeWithin(at, next, timeZone);
      parts.push({ range: [begin, at], offset });
      begin = at;
    }
  }
  if (begin < to) parts.push({ range: [begin, to], offset: offsetAt(begin, timeZone) });
  return parts;
}
