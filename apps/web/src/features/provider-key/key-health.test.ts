import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { failureWords, keyState, readFailure } from './key-health.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
const failure = { at: at(-60), reason: 'http_429' };

test('a key cools down until its time is over, also while one looks', () => {
  const key = { health: { state: 'cooling', coolingUntil: at(30), lastFailure: failure }, lastUsedAt: at(-60) } as const;
  expect(keyState(key, now)).toBe('cooling');
  expect(keyState(key, now + 31_000)).toBe('ok');
});

test('of a key that no call went out with nothing is known', () => {
  const health = { state: 'ok', coolingUntil: null, lastFailure: null } as const;
  expect(keyState({ health, lastUsedAt: null }, now)).toBe('unused');
  expect(keyState({ health, lastUsedAt: at(-60) }, now)).toBe('ok');
  expect(keyState({ health: { ...health, lastFailure: failure }, lastUsedAt: null }, now)).toBe('ok');
});

test.each([
  ['http_401', 'refused', 401],
  ['http_403', 'forbidden', 403],
  ['http_429', 'limited', 429],
  ['http_500', 'fault', 500],
  ['http_503', 'overloaded', 503],
  ['http_529', 'overloaded', 529],
  ['http_418', 'other', 418],
  ['unreachable', 'unreachable', 0],
  ['something new', 'other', 0],
])('%s means %s', (reason, kind, status) => {
  expect(readFailure(reason)).toEqual({ kind, status });
});

test('words carry the status, and a reason that has none its own name', () => {
  const t = ((key: string, gaps: object) => `${key} ${JSON.stringify(gaps)}`) as TFunction;
  expect(failureWords('http_401', t)).toBe('providerKey.failure.refused {"status":401,"reason":"http_401"}');
  expect(failureWords('odd', t)).toContain('"reason":"odd"');
});
