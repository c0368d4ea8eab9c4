import { describe, expect, test } from 'vitest';
import { chartDaysOf, daysOf, daysToLoad, ownDays, rangeBefore, sparklineRange } from './usage-period.ts';

const none = { from: undefined, to: undefined };
const berlin = 'Europe/Berlin';
const now = Date.parse('2026-11-20T14:38:00+01:00');

describe('the days of a period', () => {
  test('end today', () => {
    expect(daysOf({ period: 'today', ...none }, '2026-11-20')).toEqual({ from: '2026-11-20', to: '2026-11-20' });
    expect(daysOf({ period: '30d', ...none }, '2026-11-20')).toEqual({ from: '2026-10-22', to: '2026-11-20' });
  });

  test('are one’s own where both ends are given in order', () => {
    expect(daysOf({ period: '7d', from: '2026-11-01', to: '2026-11-03' }, '2026-11-20')).toEqual({ from: '2026-11-01', to: '2026-11-03' });
    expect(ownDays({ period: '7d', from: '2026-11-03', to: '2026-11-01' })).toBeNull();
    expect(ownDays({ period: '7d', from: '2026-11-03', to: undefined })).toBeNull();
  });
});

describe('what a period is compared with', () => {
  test('is as many days before, up to the same time of day', () => {
    expect(rangeBefore({ from: '2026-10-22', to: '2026-11-20' }, now, berlin)).toEqual({
      from: '2026-09-22',
      to: '2026-10-21T12:30:00.000Z',
    });
  });

  test('for today is yesterday up to now', () => {
    expect(rangeBefore({ from: '2026-11-20', to: '2026-11-20' }, now, berlin)).toEqual({
      from: '2026-11-19',
      to: '2026-11-19T13:30:00.000Z',
    });
  });

  test('is whole days where the period is over', () => {
    expect(rangeBefore({ from: '2026-11-10', to: '2026-11-12' }, now, berlin)).toEqual({ from: '2026-11-07', to: '2026-11-09' });
  });

  test('never ends before it begins or beyond its last day, whatever the clocks do', () => {
    const day = '2026-10-26';
    const today = { from: day, to: day };
    const justAfterMidnight = Date.parse('2026-10-26T00:05:00+01:00');
    expect(rangeBefore(today, justAfterMidnight, berlin)).toEqual({ from: '2026-10-25', to: '2026-10-24T22:00:00.000Z' });
    const longDay = Date.parse('2026-10-25T23:50:00+01:00');
    expect(rangeBefore({ from: '2026-10-25', to: '2026-10-25' }, longDay, berlin)).toEqual({
      from: '2026-10-24',
      to: '2026-10-24T22:00:00.000Z',
    });
  });
});

test('sparklines show thirty days at least and never an unfinished one', () => {
  const week = { from: '2026-11-14', to: '2026-11-20' };
  expect(sparklineRange(week, '2026-11-20')).toEqual({ from: '2026-10-22', to: '2026-11-19' });
  expect(sparklineRange(week, '2026-11-25')).toEqual({ from: '2026-10-22', to: '2026-11-20' });
  expect(sparklineRange({ from: '2026-08-23', to: '2026-11-20' }, '2026-11-20')).toEqual({ from: '2026-08-23', to: '2026-11-19' });
  expect(daysToLoad(week)).toEqual({ from: '2026-10-16', to: '2026-11-20' });
});

test('a single day is shown among the six before it', () => {
  expect(chartDaysOf({ from: '2026-11-20', to: '2026-11-20' })).toEqual({ from: '2026-11-14', to: '2026-11-20' });
  expect(chartDaysOf({ from: '2026-11-19', to: '2026-11-20' })).toEqual({ from: '2026-11-19', to: '2026-11-20' });
});
