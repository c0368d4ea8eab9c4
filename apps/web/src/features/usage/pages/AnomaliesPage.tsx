import { Paper, Text } from '@mantine/core';
import { type Anomaly, AnomalyStatus } from '@open-ace/contracts/analysis';
import { IconMoodSmile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { useFormat } from '#lib/use-format.ts';
import { rounded } from '#modules/usage/figures.ts';
import { MeasureSwitch } from '#modules/usage-chart/MeasureSwitch.tsx';
import { useMeasureFormat } from '#modules/usage-chart/measure-format.ts';
import { type Column, DataTable } from '#ui/DataTable.tsx';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { FilterSelect } from '#ui/FilterSelect.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { Panel } from '#ui/Panel.tsx';
import { anomalyKey, severityColor } from '../anomaly.ts';
import { AnomalyName, AnomalyStanding, anomalyWords } from '../components/AnomalyName.tsx';
import { LazyDaySeries } from '../components/LazyDaySeries.tsx';
import { UsageFilterBar } from '../components/UsageFilterBar.tsx';
import { useDriverName } from '../driver-name.ts';
import { anomaliesPage } from '../pages.ts';
import { useUsageFilters } from '../usage-filters.ts';
import { useAnomalies } from '../use-anomalies.ts';

/** Days that are not as their like, and what was said of them; a row's drawer is its child route. */
export function AnomaliesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { anomaly: openKey } = useParams();
  const { search } = useLocation();
  const state = useUsageFilters();
  const { filters, range, today, change } = state;
  const asked = useAnomalies(state);
  const { plain } = useMeasureFormat(filters.measure);
  const driverName = useDriverName();
  usePageTitle(t(anomaliesPage.title));

  const figure = (value: number) => plain(rounded(value, filters.measure));
  const columns: Column<Anomaly>[] = [
    { key: 'what', header: t('analysis.what'), cell: (row) => <AnomalyName anomaly={row} />, onPhone: 'title' },
    { key: 'day', header: t('usage.day'), cell: (row) => format.calendarWeekday(row.day), width: '9rem', onPhone: 'detail' },
    {
      key: 'value',
      header: t(`usage.measure.${filters.measure}`),
      cell: (row) => <span className="tabular">{figure(row.value)}</span>,
      width: '9rem',
      align: 'end',
      onPhone: 'end',
    },
    {
      key: 'expected',
      header: t('analysis.expected'),
      cell: (row) => <span className="tabular">{row.expected === null ? '' : figure(row.expected)}</span>,
      width: '9rem',
      align: 'end',
      hideBelow: 52,
    },
    {
      key: 'driver',
      header: t('analysis.driver'),
      cell: ({ drivers: [first] }) =>
        first && (
          <Text span inherit truncate>
            {driverName(first)}
          </Text>
        ),
      width: '13rem',
      hideBelow: 64,
    },
    {
      key: 'status',
      header: t('usage.status'),
      cell: (row) => <AnomalyStanding anomaly={row} />,
      width: '8rem',
      onPhone: 'detail',
      phoneCell: (row) => t(`analysis.status.${row.status}`),
    },
  ];

  function content() {
    if (!asked.data && asked.error) {
      return (
        <Paper>
          <ErrorState title={t('usage.loadFailed')} error={asked.error} onRetry={() => void asked.refetch()} />
        </Paper>
      );
    }
    const table = {
      label: t(anomaliesPage.title),
      columns,
      rowKey: anomalyKey,
      rowLabel: (row: Anomaly) => anomalyWords(row, t),
      rowLink: (row: Anomaly) => ({ pathname: `${anomaliesPage.path}/${anomalyKey(row)}`, search }),
    };
    if (!asked.data) return <DataTable {...table} rows={undefined} />;
    const { days, items, leastDays } = asked.data;
    const shown = items.filter(({ status }) => filters.standing === undefined || status === filters.standing);
    if (days.length < leastDays) {
      return (
        <EmptyPanel
          icon={IconMoodSmile}
          title={t('analysis.tooFewDays')}
          description={t('analysis.tooFewDaysAdvice', { count: leastDays })}
        />
      );
    }
    const marks = new Map(items.filter(({ status }) => status !== 'ignored').map((row) => [row.day, severityColor(row.severity)]));
    return (
      <>
        <Panel
          title={t('analysis.days')}
          hint={t('analysis.found', { count: shown.length })}
          actions={<MeasureSwitch measure={filters.measure} onMeasure={(measure) => change({ measure })} />}
        >
          <LazyDaySeries
            height={200}
            measure={filters.measure}
            label={t('analysis.daysLabel', { range: format.calendarRange(range.from, range.to) })}
            days={days.flatMap((each) => {
              const mark = marks.get(each.day);
              // Today is not over: its hours would look like a fall.
              return each.day === today && !mark ? [] : [{ ...each, ...(mark && { mark }) }];
            })}
          />
        </Panel>
        <div style={{ marginTop: 12 }}>
          {shown.length > 0 ? (
            <DataTable {...table} rows={shown} stale={asked.isPlaceholderData} {...(openKey && { openKey: encodeURIComponent(openKey) })} />
          ) : (
            <EmptyPanel icon={IconMoodSmile} title={t('analysis.nothingUnusual')} description={t('analysis.nothingUnusualAdvice')} />
          )}
        </div>
      </>
    );
  }

  return (
    <>
      <PageHeader title={t(anomaliesPage.title)} purpose={t('analysis.anomaliesPurpose')} />
      <UsageFilterBar
        state={state}
        view={
          <FilterSelect
            label={t('usage.status')}
            all={t('usage.allStatuses')}
            value={filters.standing}
            options={AnomalyStatus.options.map((value) => ({ value, label: t(`analysis.status.${value}`) }))}
            onChange={(standing) => change({ standing })}
          />
        }
      />
      {content()}
      <Outlet />
    </>
  );
}
