import { describe, expect, test } from 'vitest';
import { addDays, countDays, dayOf, daysBetween, startOfDay } from './calendar.ts';

const startIn = (day: string, zone: string) => new Date(startOfDay(day, zone)).toISOString();

describe('a day in a zone', () => {
  test('is the one on the wall there', () => {
    const moment = Date.parse('2026-11-20T18:32:00Z');
    expect(dayOf(moment, 'UTC')).toBe('2026-11-20');
    expect(dayOf(moment, 'Asia/Shanghai')).toBe('2026-11-21');
    expect(dayOf(moment, 'America/Los_Angeles')).toBe('2026-11-20');
  });

  test('begins at its midnight, also around a change of clocks', () => {
    expect(startIn('2026-11-20', 'Asia/Shanghai')).toBe('2026-11-19T16:00:00.000Z');
    expect(startIn('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(startIn('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    expect(startIn('2026-11-20', 'Asia/Kathmandu')).toBe('2026-11-19T18:15:00.000Z');
  });

  test('begins later where its midnight is skipped', () => {
    expect(startIn('2024-04-26', 'Africa/Cairo')).toBe('2024-04-25T22:00:00.000Z');
  });
});

describe('counting days', () => {
  test('crosses months and leap days', () => {
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(countDays('2026-10-24', '2026-11-22')).toBe(30);
    expect(daysBetween('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });

  test('is nothing when the end comes first', () => {
    expect(daysBetween('2026-03-01', '2026-02-27')).toEqual([]);
  });
});
