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

/** The local day of a moment, `YYYY-MM-DD`. */
export const dayOf = (at: number, timeZone: string): string => formatOf(timeZone).format(at);

/** `dayOf` for many moments: asks once a quarter. */
export function dayReader(timeZone: string): (at: number) => string {
  const known = new Map<number, string>();
  return (at) => {
    const quarter = quarterOf(at);
    let day = known.get(quarter);
    if (day === undefined) {
      day = dayOf(quarter, timeZone);
      known.set(quarter, day);
    }
    return day;
  };
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
