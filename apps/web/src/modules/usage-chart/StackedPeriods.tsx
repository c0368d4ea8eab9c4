import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Box, Group, Text } from '@mantine/core';
import type { UsageGrain } from '@open-ace/contracts/analysis';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type To, useNavigate } from 'react-router';
import { toolName } from '#modules/tool/tools.ts';
import type { Measure } from '#modules/usage/figures.ts';
import { type ShownTool, toolColor } from '#ui/theme/tokens.ts';
import { useMeasureFormat } from './measure-format.ts';
import { usePeriodFormat } from './period-format.ts';
import classes from './StackedPeriods.module.css';
import { axisTicks, axisWidth, type ChartPeriod, periodTotal } from './series.ts';

interface StackedPeriodsProps {
  periods: readonly ChartPeriod[];
  grain: UsageGrain;
  tools: readonly ShownTool[];
  measure: Measure;
  label: string;
  height: number;
  /** The rows of one period. */
  periodLink: (period: string) => To;
}

/** A bar a period, stacked by tool. Arrow keys go from bar to bar; Enter and a click open its rows. */
export function StackedPeriods({ periods, grain, tools, measure, label, height, periodLink }: StackedPeriodsProps) {
  const { short, full } = usePeriodFormat(grain);
  const { axis, exact } = useMeasureFormat(measure);
  const { t } = useTranslation();
  const navigate = useNavigate();
  const shown = useRef<ChartPeriod | null>(null);
  const [spoken, setSpoken] = useState('');
  const ticks = axisTicks(Math.max(...periods.map((each) => periodTotal(each, tools))), measure === 'requests' || measure === 'tokens');

  const open = (period: string | undefined) => {
    if (period) void navigate(periodLink(period));
  };
  const describe = (entry: ChartPeriod) =>
    [
      `${full(entry.period)}: ${exact(periodTotal(entry, tools))}`,
      ...tools.filter((tool) => entry.values[tool]).map((tool) => `${toolName(tool, t)} ${exact(entry.values[tool] ?? null)}`),
    ].join(', ');

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open(shown.current?.period);
  };
  // The chart moves its tooltip on key down; what it shows then is said.
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key.startsWith('Arrow') && shown.current) setSpoken(describe(shown.current));
  };

  // Goes through to the drawing, which is what takes the focus; the chart's types do not know of it.
  const named = { 'aria-label': label };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the chart inside takes the focus and the keys; this only listens along
    <div onKeyDown={onKeyDown} onKeyUp={onKeyUp}>
      <BarChart
        className={classes.chart}
        h={height}
        type="stacked"
        data={periods.map(({ period, values }) => ({ period, ...values }))}
        dataKey="period"
        series={tools.map((tool) => ({ name: tool, color: toolColor(tool) }))}
        valueFormatter={axis}
        tickLine="none"
        gridAxis="x"
        strokeDasharray="0"
        maxBarWidth={16}
        barChartProps={{
          margin: { top: 10 },
          ...named,
          // A finger has no other way to see the tooltip.
          onClick: ({ activeLabel }) => canHover() && open(activeLabel === undefined ? undefined : String(activeLabel)),
        }}
        barProps={{ stroke: 'var(--ace-surface)', strokeWidth: 1, strokeOpacity: 1, isAnimationActive: false, cursor: 'pointer' }}
        xAxisProps={{ tickFormatter: (period) => short(String(period)), minTickGap: 28, tickMargin: 2, height: 32 }}
        yAxisProps={{ width: axisWidth(ticks.map(axis)), ticks, domain: [0, ticks.at(-1) ?? 0], interval: 0 }}
        tooltipAnimationDuration={0}
        tooltipProps={{
          content: ({ active, label: period }) => {
            const entry = periods.find((each) => each.period === period);
            shown.current = active && entry ? entry : null;
            return shown.current && <PeriodTooltip entry={shown.current} grain={grain} tools={tools} measure={measure} />;
          },
        }}
      />
      <div className="visuallyHidden" role="status">
        {spoken}
      </div>
    </div>
  );
}

function PeriodTooltip({
  entry,
  grain,
  tools,
  measure,
}: Pick<StackedPeriodsProps, 'grain' | 'tools' | 'measure'> & { entry: ChartPeriod }) {
  const { t } = useTranslation();
  const { full } = usePeriodFormat(grain);
  const { exact, plain } = useMeasureFormat(measure);
  return (
    <Box className={classes.tooltip}>
      <Group justify="space-between" gap={24} mb={4} wrap="nowrap">
        <Text span inherit fw={600}>
          {full(entry.period)}
        </Text>
        <Text span inherit fw={600} className="tabular">
          {exact(periodTotal(entry, tools))}
        </Text>
      </Group>
      {tools.map((tool) => (
        <Group key={tool} gap={8} wrap="nowrap">
          <Box className={classes.swatch} bg={toolColor(tool)} />
          <Text span inherit c="dimmed">
            {toolName(tool, t)}
          </Text>
          <Text span inherit className={`tabular ${classes.amount}`}>
            {plain(entry.values[tool] === undefined ? 0 : entry.values[tool])}
          </Text>
        </Group>
      ))}
    </Box>
  );
}

const canHover = () => window.matchMedia('(hover: hover)').matches;
