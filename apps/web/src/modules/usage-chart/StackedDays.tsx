import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Box, Group, Text } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type To, useNavigate } from 'react-router';
import { useFormat } from '#lib/use-format.ts';
import { toolName } from '#modules/tool/tools.ts';
import type { Measure } from '#modules/usage/figures.ts';
import { type ShownTool, toolColor } from '#ui/theme/tokens.ts';
import { useMeasureFormat } from './measure-format.ts';
import classes from './StackedDays.module.css';
import { axisTicks, type ChartDay, dayTotal } from './series.ts';

interface StackedDaysProps {
  days: readonly ChartDay[];
  tools: readonly ShownTool[];
  measure: Measure;
  label: string;
  height: number;
  /** The rows of one day. */
  dayLink: (day: string) => To;
}

/** A bar a day, stacked by tool. Arrow keys go from day to day; Enter and a click open the rows of the day. */
export function StackedDays({ days, tools, measure, label, height, dayLink }: StackedDaysProps) {
  const format = useFormat();
  const { axis, exact } = useMeasureFormat(measure);
  const { t } = useTranslation();
  const navigate = useNavigate();
  const shown = useRef<ChartDay | null>(null);
  const [spoken, setSpoken] = useState('');
  const ticks = axisTicks(Math.max(...days.map((day) => dayTotal(day, tools))), measure === 'requests' || measure === 'tokens');

  const open = (day: string | undefined) => {
    if (day) void navigate(dayLink(day));
  };
  const describe = (entry: ChartDay) =>
    [
      `${format.calendarWeekday(entry.day)}: ${exact(dayTotal(entry, tools))}`,
      ...tools.filter((tool) => entry.values[tool]).map((tool) => `${toolName(tool, t)} ${exact(entry.values[tool] ?? null)}`),
    ].join(', ');

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open(shown.current?.day);
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
        data={days.map(({ day, values }) => ({ day, ...values }))}
        dataKey="day"
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
        xAxisProps={{ tickFormatter: (day) => format.calendarDay(String(day)), minTickGap: 28, tickMargin: 2, height: 32 }}
        yAxisProps={{ width: widthOf(ticks.map(axis)), ticks, domain: [0, ticks.at(-1) ?? 0], interval: 0 }}
        tooltipAnimationDuration={0}
        tooltipProps={{
          content: ({ active, label: day }) => {
            const entry = days.find((each) => each.day === day);
            shown.current = active && entry ? entry : null;
            return shown.current && <DayTooltip entry={shown.current} tools={tools} measure={measure} />;
          },
        }}
      />
      <div className="visuallyHidden" role="status">
        {spoken}
      </div>
    </div>
  );
}

function DayTooltip({ entry, tools, measure }: { entry: ChartDay; tools: readonly ShownTool[]; measure: Measure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { exact, plain } = useMeasureFormat(measure);
  return (
    <Box className={classes.tooltip}>
      <Group justify="space-between" gap={24} mb={4} wrap="nowrap">
        <Text span inherit fw={600}>
          {format.calendarWeekday(entry.day)}
        </Text>
        <Text span inherit fw={600} className="tabular">
          {exact(dayTotal(entry, tools))}
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

const wide = /[\u3000-\u9fff]/;

/** Room for the axis's labels: their units differ in width from language to language. */
function widthOf(labels: readonly string[]): number {
  const widths = labels.map((label) => [...label].reduce((sum, character) => sum + (wide.test(character) ? 12 : 7.5), 0));
  return Math.round(Math.max(...widths)) + 24;
}
