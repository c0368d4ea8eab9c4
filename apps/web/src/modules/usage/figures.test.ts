import { describe, expect, test } from 'vitest';
import { cacheShare, changeOf, costARequest, costOf, measureOf, noUse, sumTotals, totalTokens } from './figures.ts';

const use = {
  ...noUse,
  inputTokens: 100,
  outputTokens: 50,
  cacheReadTokens: 800,
  cacheWriteTokens: 100,
  requests: 10,
  failedRequests: 2,
  costUsd: 4,
  billedUsd: 1,
  unpricedRequests: 2,
};

test('tokens are all four kinds together', () => {
  expect(totalTokens(use)).toBe(1050);
  expect(measureOf(use, 'tokens')).toBe(1050);
});

test('sums add every figure', () => {
  expect(sumTotals([use, use, noUse])).toMatchObject({ requests: 20, failedRequests: 4, costUsd: 8, billedUsd: 2, cacheReadTokens: 1600 });
});

describe('a cost', () => {
  test('is unknown where no request has a price, and zero where there was no request', () => {
    expect(costOf({ ...use, costUsd: 0, unpricedRequests: 10 })).toBeNull();
    expect(costOf(noUse)).toBe(0);
    expect(costOf(use)).toBe(4);
  });

  test('a request counts those with a price only', () => {
    expect(costARequest(use)).toBe(0.5);
    expect(costARequest({ ...use, unpricedRequests: 10 })).toBeNull();
    expect(costARequest(noUse)).toBeNull();
  });
});

test('the cache share is that of what was sent, not of what came back', () => {
  expect(cacheShare(use)).toBe(0.8);
  expect(cacheShare(noUse)).toBeNull();
});

describe('a change', () => {
  test('is relative to what was before', () => {
    expect(changeOf(112, 100)).toBeCloseTo(0.12);
    expect(changeOf(0, 100)).toBe(-1);
  });

  test('does not exist where there was nothing, or one side is not known', () => {
    expect(changeOf(10, 0)).toBeNull();
    expect(changeOf(null, 10)).toBeNull();
    expect(changeOf(10, null)).toBeNull();
  });
});
