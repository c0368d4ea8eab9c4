import { DAY, MINUTE } from '#platform/clock';

/** Every zone's offset divides by it, so a quarter lies in one local day. */
export const QUARTER = 15 * MINUTE;
export const quarterOf = (at: number) => Math.floor(at / QUARTER) * QUARTER;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    // en-CA writes a date as ISO does.
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format;
}

const days = new Map<string, Map<number, string>>();
const MOST_REMEMBERED = 10_000;

/** The local day of a moment, `YYYY-MM-DD`. Asking costs as much as a statement, so it is asked once a quarter. */
export function dayOf(at: number, timeZone: string): string {
  const known = days.get(timeZone) ?? new Map<number, string>();
  const quarter = quarterOf(at);
  const day = known.get(quarter) ?? formatOf(timeZone).format(quarter);
  if (known.size >= MOST_REMEMBERED) known.clear();
  days.set(timeZone, known.set(quarter, day));
  return day;
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

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}
