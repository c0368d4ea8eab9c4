import type { Anomalies, Anomaly, AnomalyMark, AskAnomalies, SetAnomaly, UsageDimension } from '@open-ace/contracts/analysis';
import type { UsageFilter, UsageMetric } from '@open-ace/contracts/usage';
import { currentTenant } from '#domains/tenant';
import { dayOf, figuresBy, figuresByDay, figuresByHour, sumOf, visible } from '#domains/usage';
import { displayNames } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { DAY } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { LEAST_DAYS, unusualDays } from './anomalies.ts';
import { auditedAnomalyMark } from './audited-anomaly-mark.ts';
import { columnOf, namesOf } from './names.ts';
import { isOffHour, unusualNights } from './off-hours.ts';
import { type AnomalyMarkRow, anomalyMarks, type MarkKey } from './repository.ts';
import { daysFrom, measured, seriesOf, valuesOf } from './series.ts';

type Driver = Anomaly['drivers'][number] & { beyond: number };

type Found = Omit<Anomaly, 'status' | 'handledBy' | 'note' | 'drivers' | 'metric'>;

/** Where no beginning is given. */
const USUAL_DAYS = 90;
const MOST_DRIVERS = 4;
const driving: UsageDimension[] = ['person', 'model', 'tool', 'project'];

interface Days {
  all: string[];
  values: number[];
  /** The last one is today. */
  unfinished: boolean;
}

/** A tool or model that was never used before, save for those of the first week: everything is new then. */
async function newcomers(ctx: UserCtx, filter: UsageFilter, metric: UsageMetric, { all }: Days): Promise<Found[]> {
  const found: Found[] = [];
  for (const [kind, column] of [
    ['new_tool', 'tool'],
    ['new_model', 'model'],
  ] as const) {
    const sums = await figuresByDay(ctx, { ...filter, from: undefined }, [column]);
    const first = new Map<string, { day: string; value: number }>();
    for (const sum of sums.sort((a, b) => a.day.localeCompare(b.day)))
      if (sum[column] && !first.has(sum[column])) first.set(sum[column], { day: sum.day, value: measured(sum, metric) });
    const beginning = sums[0]?.day;
    const settled = beginning && new Date(Date.parse(beginning) + LEAST_DAYS * DAY).toISOString().slice(0, 10);
    for (const [subject, { day, value }] of first)
      if (settled && day >= settled && day >= (all[0] ?? ''))
        found.push({ kind, day, subject, severity: 'info', value, expected: null, score: null });
  }
  return found;
}

async function nights(ctx: UserCtx, filter: UsageFilter, metric: UsageMetric, days: Days): Promise<Found[]> {
  const byNight = new Map<string, number>();
  for (const sum of await figuresByHour(ctx, filter, 'hour', [])) {
    const [day = '', hour] = sum.hour.split('T');
    if (isOffHour(Number(hour))) byNight.set(day, (byNight.get(day) ?? 0) + measured(sum, metric));
  }
  return unusualNights(valuesOf(days.all, byNight), days.values).map(({ index, value, expected }) => ({
    kind: 'off_hours',
    day: days.all[index] ?? '',
    subject: '',
    severity: 'warning',
    value,
    expected,
    score: null,
  }));
}

function wildDays(days: Days): Found[] {
  return unusualDays(seriesOf(days.all, days.values), { lastIsUnfinished: days.unfinished }).map(({ index, ...rest }) => ({
    ...rest,
    day: days.all[index] ?? '',
    subject: '',
  }));
}

/** Of each of these days, the parts that have more of what is too much, or less of what is missing, than their share of the range. */
async function driversOf(ctx: UserCtx, filter: UsageFilter, metric: UsageMetric, wanted: Found[]) {
  const drivers = new Map(wanted.map(({ day }) => [day, [] as Driver[]]));
  for (const by of wanted.length === 0 ? [] : driving) {
    const column = columnOf[by];
    const [whole, ...ofDays] = await Promise.all([
      figuresBy(ctx, filter, [column]),
      ...wanted.map(({ day }) => figuresBy(ctx, { ...filter, from: day, to: day }, [column])),
    ]);
    const ids = whole.map((sum) => sum[column]);
    const nameOf = await namesOf(ctx, by, ids);
    const total = measured(sumOf(whole), metric);
    for (const [at, { day, kind, value, expected }] of wanted.entries()) {
      const ofDay = new Map((ofDays[at] ?? []).map((sum) => [sum[column], measured(sum, metric)]));
      const sign = kind === 'spike' ? 1 : -1;
      const parts = whole.flatMap((sum) => {
        const [id, part, share] = [sum[column], ofDay.get(sum[column]) ?? 0, measured(sum, metric) / total];
        const usual = share * (expected ?? 0);
        // Beyond its share: what grew with everything explains nothing.
        return id === '' || sign * (part - usual) <= 0
          ? []
          : [{ by, id, name: nameOf(id), value: part, usual, beyond: sign * (part - share * value) }];
      });
      drivers.get(day)?.push(...parts.sort((a, b) => b.beyond - a.beyond).slice(0, by === 'person' ? 2 : 1));
    }
  }
  for (const list of drivers.values()) list.sort((a, b) => b.beyond - a.beyond).splice(MOST_DRIVERS);
  return drivers;
}

const narrowingOf = (ctx: UserCtx, filter: UsageFilter): string => {
  const given = Object.entries(visible(ctx, filter)).filter(([, value]) => value !== undefined);
  return given.length === 0 ? '' : JSON.stringify(Object.fromEntries(given.sort(([a], [b]) => a.localeCompare(b))));
};

const nameOfMark = ({ kind, day, subject }: Pick<MarkKey, 'kind' | 'day' | 'subject'>) => JSON.stringify([kind, day, subject]);

/** Days that are not as their like, newest first, with what somebody said of them. */
export async function findAnomalies(ctx: UserCtx, { metric, ...asked }: AskAnomalies): Promise<Anomalies> {
  const { timeZone } = await currentTenant(ctx);
  const today = dayOf(ctx.clock.now(), timeZone);
  const to = asked.to?.slice(0, 10) ?? today;
  const from = asked.from?.slice(0, 10) ?? new Date(Date.parse(to) - (USUAL_DAYS - 1) * DAY).toISOString().slice(0, 10);
  const filter = { ...asked, from, to };

  const sums = await figuresByDay(ctx, filter, []);
  const first = sums.map(({ day }) => day).sort()[0];
  const all = first === undefined ? [] : daysFrom(first, [to, today].sort()[0] ?? today);
  const days: Days = {
    all,
    values: valuesOf(all, new Map(sums.map((sum) => [sum.day, measured(sum, metric)]))),
    unfinished: all.at(-1) === today,
  };
  const shown = { timeZone, days: all.map((day, at) => ({ day, value: days.values[at] ?? 0 })), leastDays: LEAST_DAYS };
  if (all.length < LEAST_DAYS) return { ...shown, items: [] };

  const wild = wildDays(days);
  const found = [...wild, ...(await newcomers(ctx, filter, metric, days)), ...(await nights(ctx, filter, metric, days))];
  const [drivers, marks] = await Promise.all([
    driversOf(ctx, filter, metric, wild),
    anomalyMarks(ctx).of({ narrowing: narrowingOf(ctx, filter), metric }, from, to),
  ]);
  const people = await displayNames(
    ctx,
    marks.map(({ userId }) => userId),
  );
  const markOf = new Map(marks.map((mark) => [nameOfMark(mark), mark]));
  const items = found.map((each) => {
    const mark = markOf.get(nameOfMark(each));
    return {
      ...each,
      metric,
      status: (mark?.status ?? 'open') as Anomaly['status'],
      handledBy: mark ? (people.get(mark.userId)?.displayName ?? null) : null,
      note: mark?.note ?? '',
      drivers: wild.includes(each) ? (drivers.get(each.day) ?? []).map(({ beyond: _beyond, ...driver }) => driver) : [],
    };
  });
  return { ...shown, items: items.sort((a, b) => b.day.localeCompare(a.day) || a.kind.localeCompare(b.kind)) };
}

export async function setAnomaly(ctx: UserCtx, { kind, metric, day, subject, status, note, ...filter }: SetAnomaly): Promise<AnomalyMark> {
  const key = { narrowing: narrowingOf(ctx, filter), kind, metric, day, subject };
  return inTx(ctx, async (tx) => {
    const said = { status, note, userId: tx.actor.userId, updatedAt: new Date(tx.clock.now()) };
    const before = await anomalyMarks(tx).find(key);
    const after = before ? await anomalyMarks(tx).update(before, said) : await anomalyMarks(tx).create({ id: newId(), ...key, ...said });
    await audit(tx, auditedAnomalyMark, { action: 'anomaly.set', ...(before && { before }), after });
    return toMark(after);
  });
}

const toMark = ({ id, kind, metric, day, subject, status, note }: AnomalyMarkRow) =>
  ({ id, kind, metric, day, subject, status, note }) as AnomalyMark;
