import { Paper, SegmentedControl, Skeleton, Text } from '@mantine/core';
import type { Forecast } from '@open-ace/contracts/analysis';
import { IconCalendarStats } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { addDays } from '#lib/calendar.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { type Measure, rounded } from '#modules/usage/figures.ts';
import { MeasureSwitch } from '#modules/usage-chart/MeasureSwitch.tsx';
import { useMeasureFormat } from '#modules/usage-chart/measure-format.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Facts } from '#ui/Facts.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { Panel } from '#ui/Panel.tsx';
import bar from '#ui/Stale.module.css';
import { metricOf } from '../analysis-measure.ts';
import grid from '../components/DashboardFigures.module.css';
import { LazyDaySeries } from '../components/LazyDaySeries.tsx';
import { UsageFilterBar } from '../components/UsageFilterBar.tsx';
import { forecastPage } from '../pages.ts';
import { useUsageFilters } from '../usage-filters.ts';

/** The past that the method may look at; what it draws of it. */
const learnedDays = 180;
const drawnDays = 60;
const horizons = ['7', '14', '30'] as const;

/** What the days to come will bring if nothing changes, and how far to believe it. */
export function ForecastPage() {
  const { t } = useTranslation();
  const state = useUsageFilters();
  const { filters, narrowing, today, change } = state;
  const asked = useQuery(
    trpc.analysis.forecast.queryOptions(
      {
        ...narrowing,
        from: addDays(today, -learnedDays),
        metric: metricOf[filters.measure],
        horizon: Number(filters.horizon) as 7 | 14 | 30,
      },
      { placeholderData: keepPreviousData },
    ),
  );
  usePageTitle(t(forecastPage.title));

  function content() {
    if (!asked.data && asked.error) {
      return (
        <Paper>
          <ErrorState title={t('usage.loadFailed')} error={asked.error} onRetry={() => void asked.refetch()} />
        </Paper>
      );
    }
    if (!asked.data) {
      return (
        <Paper p={16} role="status" aria-label={t('value.loading')}>
          <Skeleton h={12} w={160} mb={24} />
          <Skeleton h={280} />
        </Paper>
      );
    }
    if (!asked.data.forecast) {
      return (
        <EmptyPanel
          icon={IconCalendarStats}
          title={t('analysis.forecast.tooEarly')}
          description={t('analysis.forecast.tooEarlyAdvice', { count: asked.data.past.length })}
        />
      );
    }
    return (
      <div className={`${grid.grid} ${bar.stale}`} data-stale={asked.isPlaceholderData || undefined} aria-busy={asked.isPlaceholderData}>
        <Found past={asked.data.past} found={asked.data.forecast} measure={filters.measure} />
      </div>
    );
  }

  return (
    <>
      <PageHeader title={t(forecastPage.title)} purpose={t('analysis.forecast.purpose')} />
      <UsageFilterBar
        state={state}
        period={
          <SegmentedControl
            aria-label={t('analysis.forecast.horizon')}
            size="sm"
            value={filters.horizon}
            data={horizons.map((value) => ({ value, label: t('analysis.forecast.days', { count: Number(value) }) }))}
            onChange={(horizon) => change({ horizon })}
          />
        }
        view={<MeasureSwitch measure={filters.measure} onMeasure={(measure) => change({ measure })} />}
      />
      {content()}
    </>
  );
}

interface FoundProps {
  past: Forecast['past'];
  found: NonNullable<Forecast['forecast']>;
  measure: Measure;
}

function Found({ past, found, measure }: FoundProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { short, exact } = useMeasureFormat(measure);
  const { days, total, tested } = found;
  const whole = (value: number) => rounded(value, measure);
  const title = t('analysis.forecast.title', { range: format.calendarRange(days[0]?.day ?? '', days.at(-1)?.day ?? '') });
  const drawn = past.slice(-drawnDays);
  const last = drawn.at(-1);
  return (
    <>
      <div className={grid.full}>
        <Panel title={title} hint={t('analysis.forecast.hint')}>
          <Text fz={26} lh={1.3} fw={600} className="tabular" title={exact(whole(total.expected))}>
            {t(`analysis.figure.${measure}`, { figure: short(whole(total.expected)) })}
          </Text>
          <Text size="sm" c="dimmed" mb={12} className="tabular">
            {t('analysis.forecast.between', { low: short(whole(total.low)), high: short(whole(total.high)) })}
          </Text>
          <LazyDaySeries
            height={280}
            measure={measure}
            label={t('analysis.forecast.label', { title })}
            days={[
              // The last day is both, so that the two lines meet.
              ...drawn.map((each) => (each === last ? { ...each, expected: each.value } : each)),
              ...days.map(({ day, expected, low, high }) => ({ day, expected, range: [low, high] as [number, number] })),
            ]}
          />
        </Panel>
      </div>
      <div className={grid.full}>
        <Panel title={t('analysis.forecast.trust')} hint={tested ? t('analysis.forecast.trustHint', { count: tested.origins }) : ''}>
          {tested ? (
            <Facts
              facts={[
                { name: t('analysis.forecast.totalError'), value: format.percent(tested.totalError, 1) },
                { name: t('analysis.forecast.dayError'), value: format.percent(tested.dayError, 1) },
                { name: t('analysis.forecast.naiveError'), value: format.percent(tested.naiveDayError, 1) },
              ]}
            />
          ) : (
            <Text>{t('analysis.forecast.untested')}</Text>
          )}
          <Text size="sm" c="dimmed" mt={12} maw={720}>
            {t('analysis.forecast.method')}
          </Text>
        </Panel>
      </div>
    </>
  );
}
