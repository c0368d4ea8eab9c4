const dayLength = 86_400_000;
/** Every zone's offset divides by it, so a day begins with one. */
const quarter = 900_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  // en-CA writes a date as ISO does.
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format;
}

export const floorToQuarter = (at: number) => Math.floor(at / quarter) * quarter;

/** The day of a moment in a zone, `YYYY-MM-DD`. */
export const dayOf = (at: number, timeZone: string): string => formatOf(timeZone).format(at);

/** `addDays('2026-03-01', -1)` is `2026-02-28`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayLength).toISOString().slice(0, 10);
}

/** How many days from the first to the last, both counted. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayLength) + 1;
}

/** The Monday of its week. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** The last day of a month, `2026-11`. */
export function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** Every day from the first to the last, both included. */
export function daysBetween(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, countDays(from, to)) }, (_, index) => addDays(from, index));
}

/** The first moment of a day, whatever its zone does with its clocks: days never run backwards, so halving finds it. */
export function startOfDay(day: string, timeZone: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`);
  let before = floorToQuarter(noon - 2 * dayLength);
  let from = floorToQuarter(noon + 2 * dayLength);
  while (from - before > quarter) {
    const middle = floorToQuarter((before + from) / 2);
    if (dayOf(middle, timeZone) >= day) from = middle;
    else before = middle;
  }
  return from;
}
