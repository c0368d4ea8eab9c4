import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecast } from './forecast.ts';
import { weekPattern } from './week-pattern.ts';

const MONDAY = 1;
const working = [0, 1, 1, 1.2, 1, 0.8, 0];

/** Days of a team that works from Monday to Friday, with so much noise, a share, that is always the same. */
function team(days: number, { level = 1000, growth = 0, noise = 0 } = {}): number[] {
  let state = 11;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647) * 2 - 1;
  };
  return Array.from({ length: days }, (_, day) => (level + growth * day) * (working[(MONDAY + day) % 7] ?? 0) * (1 + noise * random()));
}

test('the week is in it', () => {
  const values = team(42);
  expect(weekPattern({ firstWeekday: MONDAY, values })[0]).toBe(0);
  const days = forecast({ firstWeekday: MONDAY, values }, 7)?.days.map(({ expected }) => expected) ?? [];
  expect(days[5]).toBe(0);
  expect(days[6]).toBe(0);
  expect(days[2]).toBeCloseTo(1200, 0);
});

test('what grows goes on growing, but not for ever', () => {
  const values = team(56, { growth: 10 });
  const days = forecast({ firstWeekday: MONDAY, values }, 28)?.days ?? [];
  const [firstMonday, lastMonday] = [days[0]?.expected ?? 0, days[21]?.expected ?? 0];
  expect(firstMonday).toBeGreaterThan(1500);
  expect(lastMonday).toBeGreaterThan(firstMonday);
  expect(lastMonday).toBeLessThan((1000 + 10 * 77) * 1.05);
});

test('it says how it did in the past, beside the plainest guess', () => {
  const { tested } = forecast({ firstWeekday: MONDAY, values: team(90, { noise: 0.2 }) }, 7) ?? {};
  expect(tested?.origins).toBe(60);
  expect(tested?.dayError).toBeGreaterThan(0.03);
  expect(tested?.dayError).toBeLessThan(0.2);
  expect(tested?.dayError).toBeLessThan(tested?.naiveDayError ?? 0);
});

test('about eight of ten days lie in the interval', () => {
  const values = team(160, { noise: 0.25, growth: 3 });
  let [inside, all] = [0, 0];
  for (let origin = 90; origin < 150; origin++) {
    const asked = forecast({ firstWeekday: MONDAY, values: values.slice(0, origin) }, 7);
    for (const [ahead, { low, high }] of (asked?.days ?? []).entries()) {
      const truth = values[origin + ahead] ?? 0;
      if (truth === 0) continue;
      all++;
      if (truth >= low && truth <= high) inside++;
    }
  }
  expect(inside / all).toBeGreaterThan(0.7);
  expect(inside / all).toBeLessThan(0.95);
});

test('less than two weeks tell nothing, and little more is not called tested', () => {
  expect(forecast({ firstWeekday: 0, values: new Array(13).fill(5) }, 7)).toBeNull();
  const early = forecast({ firstWeekday: 0, values: new Array(16).fill(5) }, 7);
  expect(early?.tested).toBeNull();
  expect(early?.days[0]).toMatchObject({ expected: 5, low: 0, high: 10 });
});

test('whatever the past was, days are finite, not below zero, and within their own interval', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 14, maxLength: 70 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), values, fc.constantFrom(7, 14, 30), (firstWeekday, past, horizon) => {
      const asked = forecast({ firstWeekday, values: past }, horizon);
      expect(asked?.days).toHaveLength(horizon);
      for (const { expected, low, high } of [...(asked?.days ?? []), ...(asked ? [asked.total] : [])]) {
        expect(Number.isFinite(high)).toBe(true);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(expected);
        expect(high).toBeGreaterThanOrEqual(expected);
      }
    }),
  );
});
