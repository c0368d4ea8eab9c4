import type { Anomalies, Anomaly, AnomalyMark, AskAnomalies, SetAnomaly } from '@open-ace/contracts/analysis';
import type { UsageFilter, UsageMetric } from '@open-ace/contracts/usage';
import { dayOf, type Figures, figuresFor, sumOf, visible } from '#domains/usage';
import { displayNames } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { DAY } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { LEAST_DAYS, unusualDays } from './anomalies.ts';
import { auditedAnomalyMark } from './audited-anomaly-mark.ts';
import { driversOf } from './drivers.ts';
import { offHours, unusualNights } from './off-hours.ts';
import { type AnomalyMarkRow, anomalyMarks, type MarkKey } from './repository.ts';
import { daysFrom, measured, seriesOf, sumsOf, valuesOf } from './series.ts';

type Found = Omit<Anomaly, 'status' | 'handledBy' | 'note' | 'drivers' | 'metric'>;

/** Where no beginning is given. */
const USUAL_DAYS = 90;

interface Days {
  all: string[];
  values: number[];
  /** The last one is today. */
  unfinished: boolean;
}

/** A tool or model that was never used before, save for those of the first week: everything is new then. */
async function newcomers(figures: Figures, filter: UsageFilter, metric: UsageMetric, { all }: Days): Promise<Found[]> {
  const kinds = [
    ['new_tool', 'tool'],
    ['new_model', 'model'],
  ] as const;
  const found = await Promise.all(
    kinds.map(async ([kind, column]) => {
      const first = [...(await figures.firstDays(filter, column))];
      const beginning = first.map(([, day]) => day).sort()[0];
      const settled = beginning && new Date(Date.parse(beginning) + LEAST_DAYS * DAY).toISOString().slice(0, 10);
      const fresh = first.filter(([, day]) => settled && day >= settled && day >= (all[0] ?? '') && day <= (all.at(-1) ?? ''));
      return Promise.all(
        fresh.map(async ([subject, day]): Promise<Found> => {
          const value = measured(sumOf(await figures.by({ ...filter, from: day, to: day, [column]: subject }, [])), metric);
          return { kind, day, subject, severity: 'info', value, expected: null, score: null };
        }),
      );
    }),
  );
  return found.flat();
}

async function nights(figures: Figures, filter: UsageFilter, metric: UsageMetric, days: Days): Promise<Found[]> {
  const sums = await figures.ofHours(filter, offHours);
  const byNight = new Map(sums.map((sum) => [sum.day, measured(sum, metric)]));
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

const narrowingOf = (ctx: UserCtx, filter: UsageFilter): string => {
  const given = Object.entries(visible(ctx, filter)).filter(([, value]) => value !== undefined);
  return given.length === 0 ? '' : JSON.stringify(Object.fromEntries(given.sort(([a], [b]) => a.localeCompare(b))));
};

const nameOfMark = ({ kind, day, subject }: Pick<MarkKey, 'kind' | 'day' | 'subject'>) => JSON.stringify([kind, day, subject]);

/** Days that are not as their like, newest first, with what somebody said of them. */
export async function findAnomalies(ctx: UserCtx, { metric, ...asked }: AskAnomalies): Promise<Anomalies> {
  const figures = await figuresFor(ctx, sumsOf[metric]);
  const { timeZone } = figures;
  const today = dayOf(ctx.clock.now(), timeZone);
  const to = asked.to?.slice(0, 10) ?? today;
  const from = asked.from?.slice(0, 10) ?? new Date(Date.parse(to) - (USUAL_DAYS - 1) * DAY).toISOString().slice(0, 10);
  const filter = { ...asked, from, to };

  const sums = await figures.byDay(filter, []);
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
  const [fresh, busyNights, drivers, marks] = await Promise.all([
    newcomers(figures, filter, metric, days),
    nights(figures, filter, metric, days),
    driversOf(ctx, figures, filter, metric, wild),
    anomalyMarks(ctx).of({ narrowing: narrowingOf(ctx, filter), metric }, from, to),
  ]);
  const found = [...wild, ...fresh, ...busyNights];
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
      drivers: wild.includes(each) ? (drivers.get(each.day) ?? []) : [],
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
