import { type Quota, quotaState } from '@open-ace/contracts/quota';
import { describe, expect, test } from 'vitest';
import { barWidths, shownShare, standingOf, tightest } from './standing.ts';

const budget = (id: string, limit: number, used: number | null, parts: Partial<Quota> = {}): Quota => ({
  id,
  subject: { type: 'user', id: 'alice', name: 'Alice' },
  metric: 'tokens',
  period: 'day',
  limit,
  used,
  reserved: used === null ? null : 0,
  state: used === null ? 'ok' : quotaState(limit, used),
  refused: null,
  startsAt: null,
  resetsAt: null,
  updatedAt: '2026-11-22T00:00:00.000Z',
  ...parts,
});

describe('how a budget stands', () => {
  test('counts what running calls hold apart from what is used', () => {
    expect(standingOf(budget('a', 100, 85, { reserved: 10 }))).toEqual({
      used: 85,
      held: 10,
      usedShare: 0.85,
      heldShare: 0.1,
      left: 5,
      state: 'warning',
    });
  });

  test('is full as soon as nothing fits, even if all of it may be given back', () => {
    expect(standingOf(budget('a', 100, 50, { reserved: 50 }))).toMatchObject({ state: 'full', left: 0 });
  });

  test('is used up from the start where nothing is allowed', () => {
    expect(standingOf(budget('a', 0, 0))).toMatchObject({ usedShare: 1, heldShare: 0, state: 'exceeded' });
  });

  test('is not known where each session has its own', () => {
    expect(standingOf(budget('a', 100, null, { period: 'session' }))).toBeNull();
  });
});

test('a bar is never filled beyond its end', () => {
  expect(barWidths({ usedShare: 0.5, heldShare: 0.25 })).toEqual({ used: 50, held: 25 });
  expect(barWidths({ usedShare: 0.9, heldShare: 0.5 })).toEqual({ used: 90, held: 10 });
  expect(barWidths({ usedShare: 1.4, heldShare: 0.5 })).toEqual({ used: 100, held: 0 });
});

test('a share is rounded down, so that what is left is never said to be used up', () => {
  expect(shownShare(0.999)).toBe(0.99);
  expect(shownShare(0.29)).toBe(0.29);
  expect(shownShare(1.034)).toBe(1.03);
});

describe('the tightest budgets', () => {
  const ids = (quotas: Quota[], most = 2) => tightest(quotas, most).map(({ id }) => id);

  test('are those of which least is left, counting what is held', () => {
    const quotas = [budget('loose', 100, 10), budget('used', 100, 60), budget('held', 100, 10, { reserved: 80 })];
    expect(ids(quotas)).toEqual(['held', 'used']);
    expect(ids(quotas, 1)).toEqual(['held']);
  });

  test('stand in one order whichever of them is tighter', () => {
    const quotas = [budget('usd', 100, 90, { metric: 'usd' }), budget('week', 100, 50, { period: 'week' }), budget('day', 100, 40)];
    expect(ids(quotas, 3)).toEqual(['day', 'week', 'usd']);
  });

  test('leave out those of a session that is not named', () => {
    expect(ids([budget('session', 100, null, { period: 'session' })])).toEqual([]);
  });
});
