import { expect, test } from 'vitest';
import { endOf, endsSoon, stateOf } from './token-state.ts';

const day = 86_400_000;
const now = new Date(2026, 10, 22, 15, 30).getTime();
const token = (inDays: number, revokedAt: string | null = null) => ({ expiresAt: new Date(now + inDays * day).toISOString(), revokedAt });

test('a token is in force until it expires or is revoked', () => {
  expect(stateOf(token(1), now)).toBe('active');
  expect(stateOf(token(0), now)).toBe('expired');
  expect(stateOf(token(1, new Date(now).toISOString()), now)).toBe('revoked');
  expect(stateOf(token(-1, new Date(now).toISOString()), now)).toBe('revoked');
});

test('a token that is in force ends soon within a week', () => {
  expect(endsSoon(token(6), now)).toBe(true);
  expect(endsSoon(token(8), now)).toBe(false);
  expect(endsSoon(token(-1), now)).toBe(false);
});

test('a lifetime counts from now', () => {
  expect(endOf('30d', '', now)?.getTime()).toBe(now + 30 * day);
  expect(endOf('1y', '', now)?.getTime()).toBe(now + 365 * day);
});

test('a chosen day is the last one, to its end; today is one, yesterday is none', () => {
  expect(endOf('date', '2026-12-01', now)).toEqual(new Date(2026, 11, 1, 23, 59, 59));
  expect(endOf('date', '2026-11-22', now)).toEqual(new Date(2026, 10, 22, 23, 59, 59));
  expect(endOf('date', '2026-11-21', now)).toBeNull();
  expect(endOf('date', '', now)).toBeNull();
});
