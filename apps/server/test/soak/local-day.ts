const formats = new Map<string, Intl.DateTimeFormat>();

/** The local day of a moment, `YYYY-MM-DD`: worked out apart from the product, and slower. */
export function localDay(at: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short' });
  formats.set(timeZone, format);
  const [day, month, year] = format.format(at).split('/');
  return `${year}-${month}-${day}`;
}

const weekdays = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const hourFormats = new Map<string, Intl.DateTimeFormat>();

/** The weekday, 1 for Monday, and hour of a moment, `1-09`: as `localDay`. */
export function localWeekHour(at: number, timeZone: string): string {
  const options = { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' } as const;
  const format = hourFormats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', options);
  hourFormats.set(timeZone, format);
  const parts = format.formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${weekdays.indexOf(part('weekday'))}-${part('hour')}`;
}
