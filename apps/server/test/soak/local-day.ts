const formats = new Map<string, Intl.DateTimeFormat>();

/** The local day of a moment, `YYYY-MM-DD`: worked out apart from the product, and slower. */
export function localDay(at: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short' });
  formats.set(timeZone, format);
  const [day, month, year] = format.format(at).split('/');
  return `${year}-${month}-${day}`;
}
