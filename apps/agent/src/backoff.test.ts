import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';

test('the bound doubles from a second to a minute', () => {
  const bounds = Array.from({ length: 9 }, (_, attempt) => backoff(attempt, () => 1));
  expect(bounds).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(backoff(10_000, () => 1)).toBe(60_000);
});

test('a thousand agents that lost the same server come back evenly', () => {
  const seconds = new Array<number>(60).fill(0);
  for (let n = 0; n < 6000; n++) seconds[Math.floor(backoff(9) / 1000)] = (seconds[Math.floor(backoff(9) / 1000)] ?? 0) + 1;
  expect(Math.max(...seconds)).toBeLessThan(3 * 100);
});
