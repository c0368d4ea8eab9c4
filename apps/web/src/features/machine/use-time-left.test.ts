import { expect, test } from 'vitest';
import { timeLeft } from './use-time-left.ts';

const until = '2026-11-20T15:00:00.000Z';
const at = (time: string) => timeLeft(until, Date.parse(`2026-11-20T${time}Z`));

test('counts down in minutes and seconds', () => {
  expect(at('14:00:53.000')).toBe('59:07');
  expect(at('14:59:51.200')).toBe('00:09');
  expect(at('13:59:59.000')).toBe('1:00:01');
});

test('ends', () => {
  expect(at('15:00:00.000')).toBeNull();
  expect(at('15:10:00.000')).toBeNull();
});
