import { ActionIcon, Box, Group, SegmentedControl, Skeleton, Text, Tooltip, UnstyledButton } from '@mantine/core';
import type { UsageByDay } from '@open-ace/contracts/usage';
import { IconChartBar, IconDownload, IconTable } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { To } from 'react-router';
import { downloadCsv, toCsv } from '#lib/csv.ts';
import { lazyPart } from '#lib/missing-part.ts';
import { useFormat } from '#lib/use-format.ts';
import { toolName } from '#modules/tool/tools.ts';
import type { Measure } from '#modules/usage/figures.ts';
import { Panel } from '#ui/Panel.tsx';
import { type ShownTool, toolColor } from '#ui/theme/tokens.ts';
import { DaysTable } from './DaysTable.tsx';
import { useMeasureFormat } from './measure-format.ts';
import { type ChartSeries, chartDays, chartSeries, csvHead, csvRows } from './series.ts';
import classes from './UsageTrend.module.css';

/** The chart library is the largest part of the page, so it comes by itself: begun with the figures, not after them. */
const loadChart = () => import('./StackedDays.tsx');
const StackedDays = lazyPart(async () => ({ default: (await loadChart()).StackedDays }));
loadChart().catch(() => undefined);

const height = 240;
const measures = ['tokens', 'cost', 'requests'] as const satisfies Measure[];

export type TrendView = 'chart' | 'table';

interface UsageTrendProps {
  items: UsageByDay['items'];
  /** Every day on show, also those without use. */
  days: readonly string[];
  /** Said where the days are not those of the viewer's clock. */
  foreignZone: string | undefined;
  measure: Measure;
  onMeasure: (measure: Measure) => void;
  view: TrendView;
  onView: (view: TrendView) => void;
  dayLink: (day: string) => To;
}

/** Use a day, stacked by tool: as a chart, as a table, as a file. */
export function UsageTrend({ items, days, foreignZone, measure, onMeasure, view, onView, dayLink }: UsageTrendProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [hidden, setHidden] = useState<readonly ShownTool[]>([]);
  const visible = items.filter(({ day }) => days.includes(day));
  const series = chartSeries(visible, measure);
  const tools = series.map(({ tool }) => tool).filter((tool) => !hidden.includes(tool));
  const toggle = (tool: ShownTool) => setHidden((now) => (now.includes(tool) ? now.filter((other) => other !== tool) : [...now, tool]));
  const [from = '', to = from] = [days[0], days.at(-1)];
  const title = t(`usage.trend.${measure}`);
  const range = format.calendarRange(from, to);
  const label = t('usage.trend.label', { title, range });
  const shared = { days: chartDays(visible, days, measure), tools, measure, label, height, dayLink };

  return (
    <Panel
      title={title}
      hint={[t(`usage.trend.hint.${measure}`), foreignZone && t('usage.trend.zone', { zone: foreignZone })].filter(Boolean).join(', ')}
      actions={
        <>
          <MeasureSwitch measure={measure} onMeasure={onMeasure} className={classes.wide} />
          <ViewSwitch view={view} onView={onView} />
          <Tooltip label={t('usage.downloadCsv')}>
            <ActionIcon
              aria-label={t('usage.downloadCsv')}
              onClick={() => downloadCsv(`usage-${from}-${to}.csv`, toCsv(csvHead, csvRows(visible)))}
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
        <DaysTable {...shared} />
      ) : (
        <Suspense fallback={<Skeleton h={height} />}>
          <StackedDays {...shared} />
        </Suspense>
      )}
    </Panel>
  );
}

interface MeasureSwitchProps {
  measure: Measure;
  onMeasure: (measure: Measure) => void;
  className: string | undefined;
}

function MeasureSwitch({ measure, onMeasure, className }: MeasureSwitchProps) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('usage.trend.measure')}
      className={className}
      value={measure}
      data={measures.map((value) => ({ value, label: t(`usage.measure.${value}`) }))}
      onChange={onMeasure}
    />
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
