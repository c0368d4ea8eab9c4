import { type DailySeries, mean, quantile, weekdayOf, weekPattern } from './week-pattern.ts';

/** A day to come. 80 of 100 such days are expected to lie between `low` and `high`. */
export interface ForecastDay {
  expected: number;
  low: number;
  high: number;
}

export interface Forecast {
  days: ForecastDay[];
  /** Of the sum over all days; narrower than the days' own ends added up. */
  total: ForecastDay;
  /** How the same method did when it was asked in the past: null where there is too little of it. */
  tested: BackTest | null;
}

export interface BackTest {
  /** Times at which the past was asked. */
  origins: number;
  /** Sum of absolute errors by sum of what was: 0.2 is twenty per cent. Of single days, and of the sums over the horizon. */
  dayError: number;
  totalError: number;
  /** The same of the plainest guess, each day as a week before. A method that is no better than this is worth nothing. */
  naiveDayError: number;
}

/** Fewer days tell neither weekdays nor a trend. */
const LEAST_DAYS = 14;
const TREND_DAYS = 28;
/** Each day to come has so much of the trend that the one before it had: what grows does not grow for ever. The past says which. */
const DAMPINGS = [0, 0.9, 0.97];
const LOW = 0.1;
const HIGH = 0.9;
const [LEAST_ORIGINS, MOST_ORIGINS] = [3, 60];

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** The slope of the straight line through values of consecutive days, less what of it may be chance (James and Stein's part of it). */
function slopeOf(values: readonly number[]): number {
  const [middleX, middleY] = [(values.length - 1) / 2, mean(values)];
  const spread = sum(values.map((_, x) => (x - middleX) ** 2));
  const slope = spread === 0 ? 0 : sum(values.map((value, x) => (x - middleX) * (value - middleY))) / spread;
  if (slope === 0 || values.length < 3) return 0;
  const off = sum(values.map((value, x) => (value - middleY - slope * (x - middleX)) ** 2)) / (values.length - 2);
  return slope * Math.max(0, 1 - off / spread / slope ** 2);
}

/** What a series says of its days to come: the level at its end, the trend a day, and how much of it each of them is. */
interface Fit {
  level: number;
  slope: number;
  factors: number[];
}

function fit(series: DailySeries, horizon: number): Fit {
  const pattern = weekPattern(series);
  const factor = (index: number) => pattern[weekdayOf(series, index)] ?? 1;
  const count = series.values.length;
  const recent = series.values.slice(-TREND_DAYS);
  const first = count - recent.length;
  // Days on which nobody works say nothing of the level.
  const ordinary = recent.flatMap((value, index) => (factor(first + index) < 0.1 ? [] : [value / factor(first + index)]));
  const slope = slopeOf(ordinary);
  return {
    level: mean(ordinary) + (slope * (ordinary.length - 1)) / 2,
    slope,
    factors: Array.from({ length: horizon }, (_, ahead) => factor(count + ahead)),
  };
}

/** The level, its damped trend, and the pattern of the week upon them. */
function project({ level, slope, factors }: Fit, damping: number): number[] {
  let grown = 0;
  return factors.map((factor, ahead) => {
    grown += slope * damping ** (ahead + 1);
    return Math.max(0, (level + grown) * factor);
  });
}

interface PastTest {
  damping: number;
  misses: Miss[];
  tested: BackTest;
}

interface Miss {
  days: number[];
  total: number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Asks the past as today is asked, from every day on from which the horizon is over by now. */
function askedInPast(series: DailySeries, horizon: number) {
  const last = series.values.length - horizon;
  const origins = Array.from({ length: Math.max(0, last - LEAST_DAYS + 1) }, (_, n) => last - n).slice(0, MOST_ORIGINS);
  return origins.map((origin) => {
    const truth = series.values.slice(origin, origin + horizon);
    const naive = truth.map((_, ahead) => series.values[origin - 7 + (ahead % 7)] ?? 0);
    return { truth, naive, fit: fit({ ...series, values: series.values.slice(0, origin) }, horizon) };
  });
}

function backTest(past: ReturnType<typeof askedInPast>, damping: number): PastTest {
  const asked = past.map((each) => ({ ...each, guess: project(each.fit, damping) }));
  const error = (kind: 'guess' | 'naive') =>
    sum(asked.flatMap((each) => each.truth.map((value, ahead) => Math.abs(value - (each[kind][ahead] ?? 0)))));
  const whole = sum(asked.flatMap(({ truth }) => truth));
  return {
    damping,
    misses: asked.map(({ truth, guess }) => ({
      days: truth.map((value, ahead) => value - (guess[ahead] ?? 0)),
      total: sum(truth) - sum(guess),
    })),
    tested: {
      origins: asked.length,
      dayError: share(error('guess'), whole),
      totalError: share(sum(asked.map(({ truth, guess }) => Math.abs(sum(truth) - sum(guess)))), whole),
      naiveDayError: share(error('naive'), whole),
    },
  };
}

function within(expected: number, misses: readonly number[]): ForecastDay {
  const low = expected + Math.min(0, quantile(misses, LOW));
  const high = expected + Math.max(0, quantile(misses, HIGH));
  return { expected, low: Math.max(0, low), high };
}

/** Of a share of what was expected, where the past cannot be asked: so wide that nobody relies on it. */
const unknown = (expected: number): number[] => [-expected, -expected, expected, expected];

/** What to expect of the days after a series; null for less than two weeks. The interval is what the method missed by in the past. */
export function forecast(series: DailySeries, horizon: number): Forecast | null {
  if (series.values.length < LEAST_DAYS) return null;
  const asked = askedInPast(series, horizon);
  const tests = asked.length < LEAST_ORIGINS ? [] : DAMPINGS.map((damping) => backTest(asked, damping));
  const past = tests.sort((a, b) => a.tested.dayError - b.tested.dayError)[0];
  const expected = project(fit(series, horizon), past?.damping ?? 0);
  const days = expected.map((value, ahead) => within(value, past ? past.misses.map((miss) => miss.days[ahead] ?? 0) : unknown(value)));
  const total = sum(expected);
  return {
    days,
    total: within(total, past ? past.misses.map((miss) => miss.total) : unknown(total)),
    tested: past?.tested ?? null,
  };
}
