import type { Ranking, Trend } from '@open-ace/contracts/analysis';
import type { UsageSummary } from '@open-ace/contracts/usage';
import { keepPreviousData, type UseQueryResult, useQueries } from '@tanstack/react-query';
import { addDays } from '#lib/calendar.ts';
import { trpc } from '#lib/trpc.ts';
import { hasUse } from '#modules/usage/figures.ts';
import type { UsageFilterState } from './usage-filters.ts';
import { daysToLoad } from './usage-period.ts';

const keep = { placeholderData: keepPreviousData };

/** All that the dashboard shows of a period and of the one before it. */
export interface Figures {
  summary: UsageSummary;
  summaryBefore: UsageSummary;
  byDay: Trend;
  byPerson: Ranking;
  byPersonBefore: Ranking;
  byModel: Ranking;
  byModelBefore: Ranking;
  /** Whether records reach back beyond the period before: one that they begin in would make every change look like a leap. */
  comparable: boolean;
}

interface FiguresState {
  /** Undefined until all of it is there, so that the parts of the page never tell of different moments. */
  figures: Figures | undefined;
  error: unknown;
  stale: boolean;
  retry: () => void;
}

/** Asked for in one go: the client puts these calls into one request. */
export function useFigures({ query, before, narrowing, range }: UsageFilterState): FiguresState {
  const [summary, summaryBefore, byDay, byPerson, byPersonBefore, byModel, byModelBefore, older] = useQueries({
    queries: [
      trpc.usage.summary.queryOptions(query, keep),
      trpc.usage.summary.queryOptions(before, keep),
      trpc.analysis.trend.queryOptions({ ...narrowing, ...daysToLoad(range) }, keep),
      trpc.analysis.ranking.queryOptions({ ...query, by: 'person' }, keep),
      trpc.analysis.ranking.queryOptions({ ...before, by: 'person' }, keep),
      trpc.analysis.ranking.queryOptions({ ...query, by: 'model' }, keep),
      trpc.analysis.ranking.queryOptions({ ...before, by: 'model' }, keep),
      trpc.usage.summary.queryOptions({ to: addDays(before.from, -1) }, keep),
    ],
  });
  const all: UseQueryResult<unknown, unknown>[] = [summary, summaryBefore, byDay, byPerson, byPersonBefore, byModel, byModelBefore, older];
  const complete = summary.data &&
    summaryBefore.data &&
    byDay.data &&
    byPerson.data &&
    byPersonBefore.data &&
    byModel.data &&
    byModelBefore.data &&
    older.data && {
      summary: summary.data,
      summaryBefore: summaryBefore.data,
      byDay: byDay.data,
      byPerson: byPerson.data,
      byPersonBefore: byPersonBefore.data,
      byModel: byModel.data,
      byModelBefore: byModelBefore.data,
      comparable: hasUse(older.data),
    };
  const failed = all.filter(({ error }) => error !== null);
  return {
    figures: complete || undefined,
    error: failed[0]?.error ?? null,
    stale: all.some(({ isPlaceholderData }) => isPlaceholderData),
    retry: () => {
      for (const query of failed) void query.refetch();
    },
  };
}
