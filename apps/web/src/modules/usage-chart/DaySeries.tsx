import '@mantine/charts/styles.css';
import { CompositeChart } from '@mantine/charts';
import { Box, Group, Text } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { type Measure, rounded } from '#modules/usage/figures.ts';
import { useMeasureFormat } from './measure-format.ts';
import classes from './StackedPeriods.module.css';
import { axisTicks, axisWidth } from './series.ts';

export interface SeriesDay {
  day: string;
  /** What was. */
  value?: number;
  /** What is to be expected, and between which ends. */
  expected?: number;
  range?: [low: number, high: number];
  /** Makes the day stand out, in a colour of the theme. */
  mark?: string;
}

interface DaySeriesProps {
  days: readonly SeriesDay[];
  measure: Measure;
  label: string;
  height: number;
}

interface DotProps {
  cx?: number;
  cy?: number;
  index?: number;
}

/** One figure a day as a line, with what is expected and what stands out. Arrow keys go from day to day. */
export function DaySeries({ days, measure, label, height }: DaySeriesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { axis, exact } = useMeasureFormat(measure);
  const shown = useRef<SeriesDay | null>(null);
  const [spoken, setSpoken] = useState('');
  const most = Math.max(0, ...days.flatMap(({ value, expected, range }) => [value ?? 0, expected ?? 0, range?.[1] ?? 0]));
  const ticks = axisTicks(most, measure !== 'cost');

  const linesOf = ({ value, expected, range }: SeriesDay) => [
    ...(value === undefined ? [] : [{ name: t('analysis.series.value'), text: exact(value) }]),
    ...(expected === undefined ? [] : [{ name: t('analysis.series.expected'), text: exact(rounded(expected, measure)) }]),
    ...(range === undefined
      ? []
      : [{ name: t('analysis.series.range'), text: `${exact(rounded(range[0], measure))} – ${exact(rounded(range[1], measure))}` }]),
  ];
  const onKeyUp = (event: KeyboardEvent) => {
    if (!event.key.startsWith('Arrow') || !shown.current) return;
    setSpoken([format.calendarWeekday(shown.current.day), ...linesOf(shown.current).map(({ name, text }) => `${name} ${text}`)].join(', '));
  };
  const named = { 'aria-label': label };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the chart inside takes the focus and the keys; this only listens along
    <div onKeyUp={onKeyUp}>
      <CompositeChart
        className={classes.chart}
        h={height}
        data={days.map((each) => ({ ...each }))}
        dataKey="day"
        series={[
          { name: 'range', type: 'area', color: 'var(--ace-series-1)' },
          { name: 'expected', type: 'line', color: 'var(--ace-series-1)', strokeDasharray: '4 4' },
          { name: 'value', type: 'line', color: 'var(--ace-series-1)' },
        ]}
        curveType="linear"
        withDots={false}
        tickLine="none"
        gridAxis="x"
        strokeDasharray="0"
        composedChartProps={{ margin: { top: 10 }, ...named }}
        areaProps={{ isAnimationActive: false, strokeOpacity: 0, fillOpacity: 0.16, activeDot: false }}
        lineProps={({ name }) => ({
          isAnimationActive: false,
          strokeWidth: 1.75,
          ...(name === 'value' && {
            dot: ({ cx, cy, index }: DotProps) => {
              const mark = index === undefined ? undefined : days[index]?.mark;
              return (
                <circle
                  key={index}
                  cx={cx}
                  cy={cy}
                  r={mark ? 4.5 : 0}
                  fill={mark ?? 'none'}
                  stroke="var(--ace-surface)"
                  strokeWidth={1.5}
                />
              );
            },
          }),
        })}
        xAxisProps={{ tickFormatter: (day) => format.calendarDay(String(day)), minTickGap: 28, tickMargin: 2, height: 32 }}
        yAxisProps={{
          width: axisWidth(ticks.map(axis)),
          ticks,
          domain: [0, ticks.at(-1) ?? 0],
          interval: 0,
          tickFormatter: (value) => axis(Number(value)),
        }}
        tooltipAnimationDuration={0}
        tooltipProps={{
          content: ({ active, label: day }) => {
            const entry = days.find((each) => each.day === day);
            shown.current = active && entry ? entry : null;
            if (!shown.current) return null;
            return (
              <Box className={classes.tooltip}>
                <Text inherit fw={600} mb={4}>
                  {format.calendarWeekday(shown.current.day)}
                </Text>
                {linesOf(shown.current).map(({ name, text }) => (
                  <Group key={name} gap={16} justify="space-between" wrap="nowrap">
                    <Text span inherit c="dimmed">
                      {name}
                    </Text>
                    <Text span inherit className="tabular">
                      {text}
                    </Text>
                  </Group>
                ))}
              </Box>
            );
          },
        }}
      />
      <div className="visuallyHidden" role="status">
        {spoken}
      </div>
    </div>
  );
}
