import { ActionIcon, Box, Group, Skeleton, Text, Tooltip, UnstyledButton } from '@mantine/core';
import type { Trend } from '@open-ace/contracts/analysis';
import { IconChartBar, IconDownload, IconTable } from '@tabler/icons-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { To } from 'react-router';
import { downloadCsv, toCsv } from '#lib/csv.ts';
import { lazyPart } from '#lib/missing-part.ts';
import { useFormat } from '#lib/use-format.ts';
import { toolName } from '#modules/tool/tools.ts';
import type { Measure } from '#modules/usage/figures.ts';
import { Panel } from '#ui/Panel.tsx';
import { type ShownTool, toolColor } from '#ui/theme/tokens.ts';
import { MeasureSwitch } from './MeasureSwitch.tsx';
import { useMeasureFormat } from './measure-format.ts';
import { PeriodsTable } from './PeriodsTable.tsx';
import { type ChartSeries, chartPeriods, chartSeries, csvHead, csvRows } from './series.ts';
import classes from './UsageTrend.module.css';

/** The chart library is the largest part of the page, so it comes by itself: begun with the figures, not after them. */
const loadChart = () => import('./StackedPeriods.tsx');
const StackedPeriods = lazyPart(async () => ({ default: (await loadChart()).StackedPeriods }));
loadChart().catch(() => undefined);

const height = 240;

/** The zone of the figures, if the viewer's clock shows another one. */
const foreignZone = (timeZone: string) => (timeZone === Intl.DateTimeFormat().resolvedOptions().timeZone ? undefined : timeZone);

export type TrendView = 'chart' | 'table';

interface UsageTrendProps {
  trend: Trend;
  /** Every period on show, also those without use. */
  periods: readonly string[];
  /** The days that these are of. */
  range: { from: string; to: string };
  measure: Measure;
  onMeasure: (measure: Measure) => void;
  view: TrendView;
  onView: (view: TrendView) => void;
  periodLink: (period: string) => To;
  /** What else stands with the switches. */
  actions?: ReactNode;
}

/** Use a period, stacked by tool: as a chart, as a table, as a file. */
export function UsageTrend({ trend, periods, range, measure, onMeasure, view, onView, periodLink, actions }: UsageTrendProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [hidden, setHidden] = useState<readonly ShownTool[]>([]);
  const { grain } = trend;
  const visible = trend.items.filter(({ period }) => periods.includes(period));
  const series = chartSeries(visible, measure);
  const tools = series.map(({ tool }) => tool).filter((tool) => !hidden.includes(tool));
  const toggle = (tool: ShownTool) => setHidden((now) => (now.includes(tool) ? now.filter((other) => other !== tool) : [...now, tool]));
  const title = t(`usage.trend.${measure}`);
  const zone = foreignZone(trend.timeZone);
  const label = t('usage.trend.label', { title, range: format.calendarRange(range.from, range.to) });
  const shared = { periods: chartPeriods(visible, periods, measure), grain, tools, measure, label, height, periodLink };

  return (
    <Panel
      title={title}
      hint={[t(`usage.trend.hint.${measure}`), t(`usage.trend.a.${grain}`), zone && t('usage.trend.zone', { zone })]
        .filter(Boolean)
        .join(', ')}
      actions={
        <>
          {actions}
          <MeasureSwitch measure={measure} onMeasure={onMeasure} className={classes.wide} />
          <ViewSwitch view={view} onView={onView} />
          <Tooltip label={t('usage.downloadCsv')}>
            <ActionIcon
              aria-label={t('usage.downloadCsv')}
              onClick={() => downloadCsv(`usage-${range.from}-${range.to}.csv`, toCsv(csvHead, csvRows(visible)))}
            >
              <IconDownload size={16} />
            </ActionIcon>
          </Tooltip>
        </>
      }
    >
      <MeasureSwitch measure={measure} onMeasure={onMeasure} className={classes.narrow} />
      <Legend series={series} measure={measure} hidden={hidden} onToggle={toggle} />
      {view === 'table' ? (
        <PeriodsTable {...shared} />
      ) : (
        <Suspense fallback={<Skeleton h={height} />}>
          <StackedPeriods {...shared} />
        </Suspense>
      )}
    </Panel>
  );
}

function ViewSwitch({ view, onView }: { view: TrendView; onView: (view: TrendView) => void }) {
  const { t } = useTranslation();
  const [label, Icon, other] =
    view === 'chart' ? ([t('usage.asTable'), IconTable, 'table'] as const) : ([t('usage.asChart'), IconChartBar, 'chart'] as const);
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => onView(other)}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

interface LegendProps {
  series: readonly ChartSeries[];
  measure: Measure;
  hidden: readonly ShownTool[];
  onToggle: (tool: ShownTool) => void;
}

/** Which tool has which colour, what it comes to, and the switch that leaves it out. */
function Legend({ series, measure, hidden, onToggle }: LegendProps) {
  const { t } = useTranslation();
  const { short } = useMeasureFormat(measure);
  return (
    <Group gap={4} className={classes.legend} role="group" aria-label={t('usage.trend.legend')}>
      {series.map(({ tool, total }) => (
        <UnstyledButton key={tool} className={classes.series} aria-pressed={!hidden.includes(tool)} onClick={() => onToggle(tool)}>
          <Box className={classes.swatch} __vars={{ '--swatch-color': toolColor(tool) }} />
          {toolName(tool, t)}
          <Text span inherit c="dimmed" className="tabular">
            {short(total)}
          </Text>
        </UnstyledButton>
      ))}
    </Group>
  );
}
