import type { Trend } from '@open-ace/contracts/analysis';
import { shownTool, shownTools } from '#modules/tool/tools.ts';
import { type Measure, measureOf, noUse, sumTotals } from '#modules/usage/figures.ts';
import type { ShownTool } from '#ui/theme/tokens.ts';

type TrendItems = Trend['items'];

/** One period of the chart. A value is null where there was use that has no price. */
export interface ChartPeriod {
  period: string;
  values: Partial<Record<ShownTool, number | null>>;
}

export interface ChartSeries {
  tool: ShownTool;
  total: number | null;
}

const ofTool = (items: TrendItems, tool: ShownTool) => items.filter((item) => shownTool(item.tool) === tool);

/** The tools that were used at all, each with its total, in the order in which they are stacked. */
export function chartSeries(items: TrendItems, measure: Measure): ChartSeries[] {
  return shownTools
    .map((tool) => ({ tool, rows: ofTool(items, tool) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ tool, rows }) => ({ tool, total: measureOf(sumTotals(rows), measure) }));
}

/** A row for every period, also for those without use. */
export function chartPeriods(items: TrendItems, periods: readonly string[], measure: Measure): ChartPeriod[] {
  return periods.map((period) => {
    const rows = items.filter((item) => item.period === period);
    const tools = shownTools.filter((tool) => rows.some((row) => shownTool(row.tool) === tool));
    return { period, values: Object.fromEntries(tools.map((tool) => [tool, measureOf(sumTotals(ofTool(rows, tool)), measure)])) };
  });
}

/** Of the given tools alone: those that the legend leaves on. */
export function periodTotal({ values }: ChartPeriod, tools: readonly ShownTool[]): number {
  return tools.reduce((sum, tool) => sum + (values[tool] ?? 0), 0);
}

const aboutSteps = 4;

/** Round steps from zero to the highest value or just above it. */
export function axisTicks(highest: number, wholeSteps: boolean): number[] {
  if (highest <= 0) return [0, 1];
  const rough = highest / aboutSteps;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).filter((step) => !wholeSteps || Number.isInteger(step));
  const step = round.find((candidate) => candidate >= rough * 0.999) ?? 1;
  const count = Math.ceil(highest / step - 1e-9);
  // Multiples of a fraction such as 0.1 carry a tail of digits.
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

const wide = /[\u3000-\u9fff]/;

/** Room for the axis's labels: their units differ in width from language to language. */
export function axisWidth(labels: readonly string[]): number {
  const widths = labels.map((label) => [...label].reduce((sum, character) => sum + (wide.test(character) ? 12 : 7.5), 0));
  return Math.round(Math.max(...widths)) + 24;
}

/** The mean of each value and up to `size - 1` before it: without the `size - 1` first ones, which lack a past. */
export function movingMean(values: readonly number[], size: number): number[] {
  return values.slice(size - 1).map((_, index) => values.slice(index, index + size).reduce((sum, value) => sum + value, 0) / size);
}

/** The same for a ratio of two figures; null where the lower one is zero throughout. */
export function movingRatio(above: readonly number[], below: readonly number[], size: number): (number | null)[] {
  const means = movingMean(below, size);
  return movingMean(above, size).map((mean, index) => (means[index] ? mean / means[index] : null));
}

export const csvHead = [
  'period',
  'tool',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'requests',
  'failed_requests',
  'unpriced_requests',
  'cost_usd',
  'billed_usd',
] as const;

/** A row a period and tool with every figure, whatever the chart shows of them. No cost where nothing of it has a price. */
export function csvRows(items: TrendItems) {
  return items.map((item) => {
    const figures = { ...noUse, ...item };
    const cost = measureOf(figures, 'cost');
    return [
      item.period,
      item.tool,
      item.inputTokens,
      item.outputTokens,
      item.cacheReadTokens,
      item.cacheWriteTokens,
      item.requests,
      item.failedRequests,
      item.unpricedRequests,
      cost,
      cost === null ? null : item.billedUsd,
    ];
  });
}
