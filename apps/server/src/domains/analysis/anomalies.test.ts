import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unusualDays } from './anomalies.ts';

const MONDAY = 1;
const week = [100, 104, 98, 102, 96, 5, 3];
const weeks = (count: number) => Array.from({ length: count }, () => week).flat();
const found = (values: number[], options = {}) =>
  unusualDays({ firstWeekday: MONDAY, values }, options).map(({ index, kind, severity }) => [index, kind, severity]);

test('an ordinary month has none, for all its weekends', () => {
  expect(found(weeks(5))).toEqual([]);
});

test('a day far above its like is a spike, and a busy Saturday one as well', () => {
  const values = weeks(5);
  values[15] = 400;
  values[26] = 60;
  expect(found(values)).toEqual([
    [15, 'spike', 'high'],
    [26, 'spike', 'high'],
  ]);
});

test('a working day below half of what is usual is a drop; a free one is not', () => {
  const values = weeks(4);
  values[9] = 20;
  values[12] = 0;
  expect(found(values)).toEqual([[9, 'drop', 'warning']]);
});

test('the last day, while it lasts, is no drop', () => {
  const values = [...weeks(3), 10];
  expect(found(values)).toEqual([[21, 'drop', 'warning']]);
  expect(found(values, { lastIsUnfinished: true })).toEqual([]);
  expect(found([...weeks(3), 900], { lastIsUnfinished: true })).toEqual([[21, 'spike', 'high']]);
});

test('a wild day does not excuse itself', () => {
  expect(found([10, 10, 10, 10, 10, 10, 10, 1000])).toEqual([[7, 'spike', 'high']]);
});

test('less than a week tells nothing', () => {
  expect(found([1, 1, 1, 1, 1, 900])).toEqual([]);
});

test('says what was to be expected of that day', () => {
  const values = weeks(5);
  values[15] = 400;
  const [day] = unusualDays({ firstWeekday: MONDAY, values });
  expect(day?.expected).toBeGreaterThan(90);
  expect(day?.expected).toBeLessThan(115);
});

test('any series is judged without a fault', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { maxLength: 60 }), fc.integer({ min: 0, max: 6 }), (values, firstWeekday) => {
      for (const day of unusualDays({ firstWeekday, values })) {
        expect(Number.isFinite(day.score)).toBe(true);
        expect(day.value).toBe(values[day.index]);
      }
    }),
  );
});
