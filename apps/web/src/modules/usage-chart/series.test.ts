import { describe, expect, test } from 'vitest';
import { noUse } from '#modules/usage/figures.ts';
import { axisTicks, chartPeriods, chartSeries, csvHead, csvRows, movingMean, movingRatio, periodTotal } from './series.ts';

const row = (period: string, tool: string, figures: Partial<typeof noUse>) => ({ ...noUse, period, tool, ...figures });
const items = [
  row('2026-11-20', 'codex', { inputTokens: 10, requests: 1, costUsd: 0.5 }),
  row('2026-11-20', 'claude-code', { outputTokens: 30, requests: 2, costUsd: 1.5 }),
  row('2026-11-22', 'aider', { inputTokens: 5, requests: 1, unpricedRequests: 1 }),
  row('2026-11-22', 'cline', { inputTokens: 7, requests: 1, costUsd: 0.1 }),
];
const days = ['2026-11-20', '2026-11-21', '2026-11-22'];

describe('the chart', () => {
  test('has a row for every period and keeps tools in one order', () => {
    expect(chartSeries(items, 'tokens')).toEqual([
      { tool: 'claude-code', total: 30 },
      { tool: 'codex', total: 10 },
      { tool: 'other', total: 12 },
    ]);
    expect(chartPeriods(items, days, 'tokens').map(({ period, values }) => [period, values])).toEqual([
      ['2026-11-20', { 'claude-code': 30, codex: 10 }],
      ['2026-11-21', {}],
      ['2026-11-22', { other: 12 }],
    ]);
  });

  test('shows tools without a colour of their own together', () => {
    expect(chartPeriods(items, days, 'requests').at(-1)?.values).toEqual({ other: 2 });
  });

  test('has no cost where nothing has a price', () => {
    const unpriced = items.filter(({ tool }) => tool === 'aider');
    expect(chartSeries(unpriced, 'cost')).toEqual([{ tool: 'other', total: null }]);
    expect(chartPeriods(unpriced, ['2026-11-22'], 'cost')).toEqual([{ period: '2026-11-22', values: { other: null } }]);
  });

  test('adds up what the legend leaves on', () => {
    const [first] = chartPeriods(items, days, 'tokens');
    expect(first && periodTotal(first, ['claude-code', 'codex'])).toBe(40);
    expect(first && periodTotal(first, ['codex', 'other'])).toBe(10);
  });
});

describe('the axis', () => {
  test('has round steps from zero that hold the highest value', () => {
    expect(axisTicks(3_980_000, true)).toEqual([0, 1_000_000, 2_000_000, 3_000_000, 4_000_000]);
    expect(axisTicks(4_000_000, true)).toEqual([0, 1_000_000, 2_000_000, 3_000_000, 4_000_000]);
    expect(axisTicks(0.31, false)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(axisTicks(87, false)).toEqual([0, 25, 50, 75, 100]);
  });

  test('counts requests in whole ones', () => {
    expect(axisTicks(1, true)).toEqual([0, 1]);
    expect(axisTicks(9, true)).toEqual([0, 5, 10]);
    expect(axisTicks(3, true)).toEqual([0, 1, 2, 3]);
  });

  test('stands also without any value', () => {
    expect(axisTicks(0, true)).toEqual([0, 1]);
  });

  test.each([1, 7, 12, 99, 101, 1234, 55_555, 9_999_999])('for %d has three to eight ticks', (highest) => {
    const ticks = axisTicks(highest, true);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
    expect(ticks.length).toBeLessThanOrEqual(8);
  });
});

describe('a moving mean', () => {
  test('smooths over the days before', () => {
    expect(movingMean([0, 0, 0, 0, 0, 0, 7, 14], 7)).toEqual([1, 3]);
    expect(movingMean([1, 2], 7)).toEqual([]);
  });

  test('of a ratio weighs days by their use, and is unknown without any', () => {
    expect(movingRatio([0, 0, 10, 0], [0, 0, 5, 5], 2)).toEqual([null, 2, 1]);
  });
});

test('the file holds every figure, and no cost where there is none', () => {
  const rows = csvRows(items);
  expect(rows[0]).toEqual(['2026-11-20', 'codex', 10, 0, 0, 0, 1, 0, 0, 0.5, 0]);
  expect(rows[2]).toEqual(['2026-11-22', 'aider', 5, 0, 0, 0, 1, 0, 1, null, null]);
  expect(rows.every((cells) => cells.length === csvHead.length)).toBe(true);
});
