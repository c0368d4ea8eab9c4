const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const nanosPerDollar = 1_000_000_000;
/** Binary units have one symbol in every language; Intl knows the decimal ones only. */
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** What stands where a figure is not known. Zero is never written like this. */
export const unknown = '–';

type TimeUnit = 'second' | 'minute' | 'hour' | 'day';

/** Languages written without spaces between a number and its unit, and before the percent sign. */
const closeSpaced = /^(zh|ja|ko)\b/;

/** The largest unit that gives at least one whole of it; days from `daysFrom` hours on. */
function inUnit(milliseconds: number, daysFrom: number): { value: number; unit: TimeUnit } {
  const size = Math.abs(milliseconds);
  if (Math.round(size / 1000) < 60) return { value: Math.round(milliseconds / 1000), unit: 'second' };
  if (Math.round(size / minute) < 60) return { value: Math.round(milliseconds / minute), unit: 'minute' };
  if (Math.round(size / hour) < daysFrom) return { value: Math.round(milliseconds / hour), unit: 'hour' };
  return { value: Math.round(milliseconds / day), unit: 'day' };
}

type Moment = Date | string | number;
const toDate = (moment: Moment) => (moment instanceof Date ? moment : new Date(moment));

/** Every number and time on a page, in one locale and zone. Build it through `useFormat`, which keeps one per locale. */
export function createFormat(locale: string, timeZone?: string) {
  // Some English regions write 69.8m, which an engineer reads as milli.
  const scale = locale.startsWith('en') ? 'en' : locale;
  const unitSpace = closeSpaced.test(locale) ? '' : '\u00a0';
  const exactFormat = new Intl.NumberFormat(locale);
  const compactFormat = new Intl.NumberFormat(scale, {
    notation: 'compact',
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
  });
  const shortFormat = new Intl.NumberFormat(scale, { notation: 'compact', maximumSignificantDigits: 3 });
  const axisFormat = new Intl.NumberFormat(scale, { notation: 'compact' });
  const dollars = { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' } as const;
  const moneyFormat = new Intl.NumberFormat(locale, dollars);
  const tinyMoneyFormat = new Intl.NumberFormat(locale, { ...dollars, maximumSignificantDigits: 2 });
  const exactMoneyFormat = new Intl.NumberFormat(locale, { ...dollars, maximumFractionDigits: 9 });
  const axisMoneyFormat = new Intl.NumberFormat(scale, { ...dollars, notation: 'compact', minimumFractionDigits: 0 });
  const oneDecimalFormat = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const dateFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const dateTimeFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const exactTimeFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone });
  const timeFormat = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone });
  const dayTimeFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone });
  const calendarDayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const calendarDateFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const calendarMonthFormat = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const weekdayNameFormat = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const shortWeekdayNameFormat = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const weekdayFormat = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  const justNow = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  const oneDay = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(1);
  const oneDayAgo = new Intl.RelativeTimeFormat(locale).format(-1, 'day');

  const exact = (value: number) => exactFormat.format(value);
  const date = (moment: Moment) => dateFormat.format(toDate(moment));

  /** Two decimals; below ten cents two significant digits. Callers pass null for a use without a price: that is not the same as free. */
  function money(amount: number) {
    const tiny = amount !== 0 && Math.abs(amount) < 0.095;
    return (tiny ? tinyMoneyFormat : moneyFormat).format(amount);
  }

  /** Units as symbols, in the singular: short Intl units say `47 mins` in one region and `47 min` in the next. */
  function unit(value: number, name: TimeUnit | 'millisecond') {
    const parts = new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: name === 'minute' ? 'short' : 'narrow',
    }).formatToParts(1);
    const word = parts.find(({ type }) => type === 'unit')?.value ?? '';
    return `${exact(value)}${unitSpace}${word}`;
  }

  function bytes(value: number) {
    const step = value < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log2(value) / 10));
    const amount = value / 1024 ** step;
    return `${step > 0 && amount < 9.95 ? oneDecimalFormat.format(amount) : exact(Math.round(amount))}\u00a0${byteUnits[step]}`;
  }

  /** A day that a server counted in its own zone, `2026-11-20`: it is that day whatever the viewer's zone. */
  const calendar = (isoDay: string) => Date.parse(`${isoDay}T00:00:00Z`);

  function ago(moment: Moment, now: number, inWords = (age: string) => age) {
    const age = now - toDate(moment).getTime();
    if (age < minute) return justNow;
    if (age > 30 * day) return date(moment);
    const { value, unit: name } = inUnit(age, 24);
    return inWords(unit(value, name));
  }

  function percentOf(ratio: number, digits: number) {
    const value = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(Math.abs(ratio) * 100);
    return `${value}${unitSpace}%`;
  }

  return {
    /** One after the other, with the space that the language puts between sentences. */
    sentences: (parts: readonly (string | false | null | undefined)[]) => parts.filter(Boolean).join(unitSpace ? ' ' : ''),
    exact,
    /** Three digits from ten thousand on, so that a column of them has one width; smaller ones in full. */
    compact: (value: number) => (Math.abs(value) < 10_000 ? exact(value) : compactFormat.format(value)),
    /** The same without zeros at the end, for a figure that somebody chose: `2M`. */
    short: (value: number) => (Math.abs(value) < 10_000 ? exact(value) : shortFormat.format(value)),
    /** Short round figures for the axis of a chart. */
    axis: (value: number) => axisFormat.format(value),
    axisUsd: (amount: number) => axisMoneyFormat.format(amount),
    bytes,
    /** `ratio` is a share of one: 0.64 gives `64 %`. */
    percent: (ratio: number, digits = 0) => `${ratio < 0 ? '−' : ''}${percentOf(ratio, digits)}`,
    signedPercent: (ratio: number, digits = 0) => `${ratio < 0 ? '−' : '+'}${percentOf(ratio, digits)}`,
    usd: (amount: number | null) => (amount === null ? unknown : money(amount)),
    nanoUsd: (nanos: number | null) => (nanos === null ? unknown : money(nanos / nanosPerDollar)),
    exactNanoUsd: (nanos: number | null) => (nanos === null ? unknown : exactMoneyFormat.format(nanos / nanosPerDollar)),
    date,
    dateTime: (moment: Moment) => dateTimeFormat.format(toDate(moment)),
    /** With seconds and zone, where the order of things matters. */
    exactTime: (moment: Moment) => exactTimeFormat.format(toDate(moment)),
    time: (moment: Moment) => timeFormat.format(toDate(moment)),
    /** Day and month, for charts within a year. */
    day: (moment: Moment) => dayFormat.format(toDate(moment)),
    /** With the time, in lists of what happened one after the other. */
    dayTime: (moment: Moment) => dayTimeFormat.format(toDate(moment)),
    calendarDay: (isoDay: string) => calendarDayFormat.format(calendar(isoDay)),
    /** Of `2026-11`. */
    calendarMonth: (isoMonth: string) => calendarMonthFormat.format(calendar(`${isoMonth}-01`)),
    /** In full: 1 is Monday. */
    weekday: (weekday: number) => weekdayNameFormat.format(calendar(`2024-01-0${weekday}`)),
    shortWeekday: (weekday: number) => shortWeekdayNameFormat.format(calendar(`2024-01-0${weekday}`)),
    calendarDate: (isoDay: string) => calendarDateFormat.format(calendar(isoDay)),
    calendarWeekday: (isoDay: string) => weekdayFormat.format(calendar(isoDay)),
    calendarRange: (from: string, to: string) => calendarDayFormat.formatRange(calendar(from), calendar(to)),
    /** `52 min`, `24 h`, `6 d`. */
    duration(milliseconds: number) {
      const { value, unit: name } = inUnit(milliseconds, 48);
      return unit(value, name);
    },
    /** How long something took: `0.4 s`, `12 s`, `1 min 24 s`. */
    elapsed(milliseconds: number) {
      const seconds = Math.max(0, milliseconds) / 1000;
      if (seconds < 9.95) return unit(Math.round(seconds * 10) / 10, 'second');
      const whole = Math.round(seconds);
      if (whole < 60) return unit(whole, 'second');
      const rest = whole % 60;
      const minutes = unit(Math.floor(whole / 60), 'minute');
      return whole >= 3600 || rest === 0 ? this.duration(milliseconds) : [minutes, unit(rest, 'second')].join(unitSpace);
    },
    /** What is left of a time, as a clock shows it: `4:05`. */
    countdown(milliseconds: number) {
      const seconds = Math.ceil(milliseconds / 1000);
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    },
    /** How long one waited for something quick: `412 ms`, `1.4 s`. */
    latency(milliseconds: number) {
      const whole = Math.round(Math.max(0, milliseconds));
      return whole < 1000 ? unit(whole, 'millisecond') : this.elapsed(whole);
    },
    /** The age in a list: `now`, `47 min`, `6 d`, and the date once it is more than 30 days. */
    ago: (moment: Moment, now: number) => ago(moment, now),
    /** The same within a sentence: `47 min ago`. */
    agoPhrase: (moment: Moment, now: number) => ago(moment, now, (age) => oneDayAgo.replace(oneDay, age)),
  };
}

export type Format = ReturnType<typeof createFormat>;
