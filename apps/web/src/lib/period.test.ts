import { afterAll, beforeAll, expect, test } from 'vitest';
import { periodRange } from './period.ts';

const zone = process.env.TZ;

beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});

afterAll(() => {
  process.env.TZ = zone;
});

const now = new Date('2026-10-26T14:32:00+01:00');
const choice = { from: undefined, to: undefined };

test('no period is no limit', () => {
  expect(periodRange({ ...choice, period: undefined }, now)).toEqual({});
});

test('the last 24 hours end now', () => {
  expect(periodRange({ ...choice, period: '24h' }, now)).toEqual({ from: '2026-10-25T13:32:00.000Z' });
});

test('seven days are today and the six days before, from midnight of the viewer, across the change of clocks', () => {
  expect(periodRange({ ...choice, period: '7d' }, now)).toEqual({ from: '2026-10-19T22:00:00.000Z' });
});

test('days of one’s own are both included', () => {
  expect(periodRange({ period: 'custom', from: '2026-10-24', to: '2026-10-25' }, now)).toEqual({
    from: '2026-10-23T22:00:00.000Z',
    to: '2026-10-25T23:00:00.000Z',
  });
});

test('one end may stay open', () => {
  expect(periodRange({ period: 'custom', from: undefined, to: '2026-10-24' }, now)).toEqual({ to: '2026-10-24T22:00:00.000Z' });
});
