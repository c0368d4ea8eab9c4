import { expect, test } from 'vitest';
import { daysOfPeriod, periodsOf } from './trend-periods.ts';

const range = { from: '2026-10-29', to: '2026-11-09' };

test('a range has its days, weeks from Monday, and months, also those that it has in part', () => {
  expect(periodsOf(range, 'day')).toHaveLength(12);
  expect(periodsOf(range, 'week')).toEqual(['2026-10-26', '2026-11-02', '2026-11-09']);
  expect(periodsOf(range, 'month')).toEqual(['2026-10', '2026-11']);
  expect(periodsOf({ from: range.from, to: range.from }, 'hour')).toHaveLength(24);
  expect(periodsOf(range, 'hour')[25]).toBe('2026-10-30T01');
});

test('a period has the days that are of the range', () => {
  expect(daysOfPeriod('2026-10-26', 'week', range)).toEqual({ from: '2026-10-29', to: '2026-11-01' });
  expect(daysOfPeriod('2026-11', 'month', range)).toEqual({ from: '2026-11-01', to: '2026-11-09' });
  expect(daysOfPeriod('2026-10-30T01', 'hour', range)).toEqual({ from: '2026-10-30', to: '2026-10-30' });
});
