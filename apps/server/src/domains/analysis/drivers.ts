import type { Anomaly, UsageDimension } from '@open-ace/contracts/analysis';
import type { UsageFilter, UsageMetric } from '@open-ace/contracts/usage';
import { type Figures, sumOf } from '#domains/usage';
import type { UserCtx } from '#platform/context';
import { columnOf, namesOf } from './names.ts';
import { measured } from './series.ts';

type Driver = Anomaly['drivers'][number];
type Weighed = Driver & { beyond: number };
type UnlikeDay = Pick<Anomaly, 'kind' | 'day' | 'value' | 'expected'>;

const MOST_DRIVERS = 4;
const driving: UsageDimension[] = ['person', 'model', 'tool', 'project'];

/** Of each of these days, the parts that have more of what is too much, or less of what is missing, than their share of the range. */
export async function driversOf(
  ctx: UserCtx,
  figures: Figures,
  filter: UsageFilter,
  metric: UsageMetric,
  wanted: readonly UnlikeDay[],
): Promise<Map<string, Driver[]>> {
  const drivers = new Map(wanted.map(({ day }) => [day, [] as Weighed[]]));
  const days = wanted.map(({ day }) => day);
  const ofDimension = async (by: UsageDimension) => {
    const column = columnOf[by];
    const [whole, ofDays] = await Promise.all([figures.by(filter, [column]), figures.byDay(filter, [column], days)]);
    const ids = whole.map((sum) => sum[column]).filter(Boolean);
    const nameOf = await namesOf(ctx, by, ids);
    const total = measured(sumOf(whole), metric);
    const partOf = new Map(ofDays.map((sum) => [`${sum.day} ${sum[column]}`, measured(sum, metric)]));
    for (const { day, kind, value, expected } of wanted) {
      const sign = kind === 'spike' ? 1 : -1;
      const parts = whole.flatMap((sum) => {
        const [id, share] = [sum[column], measured(sum, metric) / total];
        const part = partOf.get(`${day} ${id}`) ?? 0;
        const usual = share * (expected ?? 0);
        // Beyond its share: what grew with everything explains nothing.
        const beyond = sign * (part - share * value);
        return id === '' || sign * (part - usual) <= 0 ? [] : [{ by, id, name: nameOf(id), value: part, usual, beyond }];
      });
      drivers.get(day)?.push(...parts.sort((a, b) => b.beyond - a.beyond).slice(0, by === 'person' ? 2 : 1));
    }
  };
  if (wanted.length > 0) await Promise.all(driving.map(ofDimension));
  const placeOf = ({ by }: Weighed) => driving.indexOf(by);
  const most = (list: Weighed[]) => list.sort((a, b) => b.beyond - a.beyond || placeOf(a) - placeOf(b)).slice(0, MOST_DRIVERS);
  return new Map([...drivers].map(([day, list]) => [day, most(list).map(({ beyond: _beyond, ...driver }) => driver)]));
}
