import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { failureWords, pauseLeft, readFailure } from './key-health.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
const failure = { at: at(-60), reason: 'http_429' };

test('a key pauses until its time is over, also while one looks', () => {
  const health = { state: 'failing', failingSince: at(-60), coolingUntil: at(30), lastFailure: failure } as const;
  expect(pauseLeft(health, now)).toBe(30_000);
  expect(pauseLeft(health, now + 31_000)).toBe(0);
  expect(pauseLeft({ ...health, coolingUntil: null }, now)).toBe(0);
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
  ['test', 'test', 0],
  ['something new', 'other', 0],
])('%s means %s', (reason, kind, status) => {
  expect(readFailure(reason)).toEqual({ kind, status });
});

test('words carry the status, and a reason that has none its own name', () => {
  const t = ((key: string, gaps: object) => `${key} ${JSON.stringify(gaps)}`) as TFunction;
  expect(failureWords('http_401', t)).toBe('providerKey.failure.refused {"status":401,"reason":"http_401"}');
  expect(failureWords('odd', t)).toContain('"reason":"odd"');
});
