import type { AskForecast, AskRanking, AskTrend, Forecast, HeatMap, Ranking, Trend } from '@open-ace/contracts/analysis';
import type { UsageFilter } from '@open-ace/contracts/usage';
import { dayAfter, dayBefore, dayOf, type Figures, figuresFor, type Sums, sumOf, totalsOf } from '#domains/usage';
import { DAY } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { AppError } from '#platform/errors';
import { forecast } from './forecast.ts';
import { columnOf, namesOf } from './names.ts';
import { daysFrom, measured, seriesOf, sumsOf, valuesOf } from './series.ts';

/** Longer ranges are asked for by days: nobody reads thousands of hours. */
const MOST_HOUR_DAYS = 31;

/** The Monday of a day's week. */
function mondayOf(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY).toISOString().slice(0, 10);
}

const periodOf = { day: (day: string) => day, week: mondayOf, month: (day: string) => day.slice(0, 7) };

export async function trend(ctx: UserCtx, { grain, ...filter }: AskTrend): Promise<Trend> {
  const figures = await figuresFor(ctx);
  const cells = new Map<string, Sums & { period: string; tool: string }>();
  const put = (period: string, sum: Sums & { tool: string }) => {
    const key = `${period} ${sum.tool}`;
    const cell = cells.get(key);
    cells.set(key, { period, tool: sum.tool, ...sumOf(cell ? [cell, sum] : [sum]) });
  };
  if (grain === 'hour') {
    requireShort(filter);
    for (const sum of await figures.byHour(filter, 'hour', ['tool'])) put(sum.hour, sum);
  } else {
    for (const sum of await figures.byDay(filter, ['tool'])) put(periodOf[grain](sum.day), sum);
  }
  const items = [...cells.values()].map(({ period, tool, ...sum }) => ({ period, tool, ...totalsOf(sum) }));
  return {
    timeZone: figures.timeZone,
    grain,
    items: items.sort((a, b) => a.period.localeCompare(b.period) || a.tool.localeCompare(b.tool)),
  };
}

function requireShort({ from, to }: UsageFilter): void {
  const days = from && to ? (Date.parse(to) - Date.parse(from)) / DAY : Number.POSITIVE_INFINITY;
  if (days <= MOST_HOUR_DAYS) return;
  const message = `Hours are shown for up to ${MOST_HOUR_DAYS} days. Choose a shorter range, or days.`;
  throw new AppError('INVALID', message, { reason: 'range_too_long', fields: { to: message } });
}

export async function ranking(ctx: UserCtx, { by, metric, limit, ...filter }: AskRanking): Promise<Ranking> {
  const column = columnOf[by];
  const figures = await figuresFor(ctx);
  const sums = await figures.by(filter, [column]);
  const ranked = sums.toSorted((a, b) => measured(b, metric) - measured(a, metric) || a[column].localeCompare(b[column]));
  const shown = ranked.slice(0, limit);
  const nameOf = await namesOf(
    ctx,
    by,
    shown.map((sum) => sum[column]),
  );
  const rest = ranked.slice(limit);
  return {
    items: shown.map((sum) => ({ id: sum[column], name: nameOf(sum[column]), ...totalsOf(sum) })),
    others: { count: rest.length, totals: totalsOf(sumOf(rest)) },
  };
}

export async function heatMap(ctx: UserCtx, filter: UsageFilter): Promise<HeatMap> {
  const { timeZone, byHour } = await figuresFor(ctx);
  const hours = await byHour(filter, 'weekHour', []);
  const cells = hours.map(({ weekHour, ...sum }) => {
    const [weekday, hour] = weekHour.split('-').map(Number);
    return { weekday: weekday ?? 1, hour: hour ?? 0, ...totalsOf(sum) };
  });
  return { timeZone, cells: cells.sort((a, b) => a.weekday - b.weekday || a.hour - b.hour) };
}

/** Complete days up to the end of the range, from the first with use on; today is not over. */
async function completeDays(ctx: UserCtx, { byDay: sumsByDay, timeZone }: Figures, { metric, ...filter }: Omit<AskForecast, 'horizon'>) {
  const sums = await sumsByDay(filter, []);
  const byDay = new Map(sums.map((sum) => [sum.day, measured(sum, metric)]));
  const used = sums
    .filter((sum) => measured(sum, metric) > 0)
    .map(({ day }) => day)
    .sort();
  const yesterday = dayBefore(dayOf(ctx.clock.now(), timeZone));
  const last = filter.to && filter.to.slice(0, 10) < yesterday ? filter.to.slice(0, 10) : yesterday;
  const days = used[0] === undefined ? [] : daysFrom(used[0], last);
  return { days, values: valuesOf(days, byDay) };
}

export async function forecastUsage(ctx: UserCtx, { horizon, ...asked }: AskForecast): Promise<Forecast> {
  const figures = await figuresFor(ctx, sumsOf[asked.metric]);
  const { days, values } = await completeDays(ctx, figures, asked);
  const found = forecast(seriesOf(days, values), horizon);
  let day = days.at(-1) ?? '';
  return {
    timeZone: figures.timeZone,
    metric: asked.metric,
    past: days.map((each, at) => ({ day: each, value: values[at] ?? 0 })),
    forecast: found && {
      ...found,
      days: found.days.map((expected) => {
        day = dayAfter(day);
        return { day, ...expected };
      }),
    },
  };
}
