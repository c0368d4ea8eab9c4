import { Paper, Skeleton } from '@mantine/core';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { addDays, countDays } from '#lib/calendar.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';
import { hasUse } from '#modules/usage/figures.ts';
import { UsageTrend } from '#modules/usage-chart/UsageTrend.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import bar from '#ui/Stale.module.css';
import grid from '../components/DashboardFigures.module.css';
import { HeatMapPanel } from '../components/HeatMapPanel.tsx';
import { NothingInPeriod } from '../components/NoUse.tsx';
import { RankingPanel } from '../components/RankingPanel.tsx';
import { UsageFilterBar } from '../components/UsageFilterBar.tsx';
import { usagePage } from '../pages.ts';
import { daysOfPeriod, mostHourDays, periodsOf } from '../trend-periods.ts';
import { type UsageFilterState, useRequestsLink, useUsageFilters } from '../usage-filters.ts';
import { useComparedWith } from '../use-compared-with.ts';
import { useLiveFigures } from '../use-live-usage.ts';

const keep = { placeholderData: keepPreviousData };

/** Asked for in one go, and shown in one. */
function useUsage({ query, before, filters }: UsageFilterState, grain: UsageFilterState['filters']['grain']) {
  const queries = useQueries({
    queries: [
      trpc.analysis.trend.queryOptions({ ...query, grain }, keep),
      trpc.analysis.heatmap.queryOptions(query, keep),
      trpc.analysis.ranking.queryOptions({ ...query, by: filters.by }, keep),
      trpc.analysis.ranking.queryOptions({ ...before, by: filters.by }, keep),
      trpc.usage.summary.queryOptions({ to: addDays(before.from, -1) }, keep),
    ],
  });
  const [trend, heatMap, ranking, rankingBefore, older] = queries;
  const failed = queries.filter(({ error }) => error !== null);
  return {
    figures: trend.data &&
      heatMap.data &&
      ranking.data &&
      rankingBefore.data &&
      older.data && {
        trend: trend.data,
        heatMap: heatMap.data,
        ranking: ranking.data,
        rankingBefore: hasUse(older.data) ? rankingBefore.data : undefined,
      },
    error: failed[0]?.error ?? null,
    stale: queries.some(({ isPlaceholderData }) => isPlaceholderData),
    retry: () => {
      for (const query of failed) void query.refetch();
    },
  };
}

/** Use over time, over the week, and by whatever tells it apart. */
export function UsagePage() {
  const { t } = useTranslation();
  const everyone = useMay()('admin_access');
  const state = useUsageFilters();
  const comparedWith = useComparedWith(state);
  const requestsLink = useRequestsLink();
  const { filters, range, change } = state;
  const days = countDays(range.from, range.to);
  const grains = (['hour', 'day', 'week', 'month'] as const).filter((grain) => grain !== 'hour' || days <= mostHourDays);
  const grain = grains.includes(filters.grain) ? filters.grain : 'day';
  const by = everyone || (filters.by !== 'person' && filters.by !== 'providerKey') ? filters.by : 'tool';
  const { figures, error, stale, retry } = useUsage({ ...state, filters: { ...filters, by } }, grain);
  useLiveFigures();
  usePageTitle(t(usagePage.title));

  function content() {
    if (!figures && error) {
      return (
        <Paper>
          <ErrorState title={t('usage.loadFailed')} error={error} onRetry={retry} />
        </Paper>
      );
    }
    if (!figures) return <UsageSkeleton />;
    if (!stale && figures.trend.items.length === 0) return <NothingInPeriod state={state} />;
    return (
      <div className={`${grid.grid} ${bar.stale}`} data-stale={stale || undefined} aria-busy={stale}>
        <div className={grid.full}>
          <UsageTrend
            trend={figures.trend}
            periods={periodsOf(range, figures.trend.grain)}
            range={range}
            measure={filters.measure}
            onMeasure={(measure) => change({ measure })}
            view={filters.view}
            onView={(view) => change({ view })}
            periodLink={(period) => requestsLink(daysOfPeriod(period, figures.trend.grain, range))}
            actions={
              <FilterSelect
                label={t('analysis.grain')}
                value={grain}
                options={grains.map((value) => ({ value, label: t(`usage.grain.${value}`) }))}
                onChange={(value) => change({ grain: value })}
              />
            }
          />
        </div>
        <div className={grid.half}>
          <HeatMapPanel heatMap={figures.heatMap} measure={filters.measure} />
        </div>
        <div className={grid.half}>
          <RankingPanel
            by={by}
            onBy={(value) => change({ by: value })}
            ranking={figures.ranking}
            before={figures.rankingBefore}
            measure={filters.measure}
          />
        </div>
      </div>
    );
  }

  return (
    <>
      <PageHeader title={t(usagePage.title)} purpose={t('analysis.usagePurpose')} />
      <UsageFilterBar state={state} comparedWith={figures && !figures.rankingBefore ? null : comparedWith} />
      {content()}
    </>
  );
}

function UsageSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={grid.grid} role="status" aria-label={t('value.loading')}>
      <Paper className={grid.full} p={16}>
        <Skeleton h={12} w={120} mb={20} />
        <Skeleton h={10} w="40%" mb={16} />
        <Skeleton h={240} />
      </Paper>
      {[0, 1].map((panel) => (
        <Paper key={panel} className={grid.half} p={16}>
          <Skeleton h={12} w={90} mb={20} />
          <Skeleton h={220} />
        </Paper>
      ))}
    </div>
  );
}
