import { expect, test } from 'vitest';
import { noUse } from '#modules/usage/figures.ts';
import { heatOf, heatStep } from './heat.ts';

const cell = (weekday: number, hour: number, requests: number) => ({ ...noUse, weekday, hour, requests });

test('has every hour of the week, and says when most is done', () => {
  const heat = heatOf([cell(2, 10, 60), cell(2, 11, 20), cell(6, 23, 20)], 'requests');
  expect(heat.cells).toHaveLength(168);
  expect(heat.busiest).toEqual({ weekday: 2, hour: 10, value: 60 });
  expect(heat.busiestWeekday).toEqual({ weekday: 2, share: 0.8 });
  expect(heat.outside).toBeCloseTo(0.2);
});

test('of nothing says nothing', () => {
  expect(heatOf([], 'tokens')).toMatchObject({ total: 0, busiest: null, busiestWeekday: null, outside: null });
});

test('any use is seen, and only the most is darkest', () => {
  expect([0, 0.001, 0.2, 0.59, 0.79, 1].map((value) => heatStep(value, 1))).toEqual([0, 1, 1, 3, 4, 5]);
  expect(heatStep(0, 0)).toBe(0);
});
