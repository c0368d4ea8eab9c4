import { describe, expect, test } from 'vitest';
import { limitText, parseLimit, readLimit } from './limit-text.ts';

describe('a limit', () => {
  test.each([
    ['1500', 1500],
    ['1,500', 1500],
    ['500 000 000', 500_000_000],
    ['20,00,000', 2_000_000],
    ['500k', 500_000],
    ['2M', 2_000_000],
    ['1.1M', 1_100_000],
    ['1.5 B', 1_500_000_000],
    ['50万', 500_000],
    ['1.5亿', 150_000_000],
    ['$12.50', 12.5],
    [' 0 ', 0],
  ])('may be written as %s', (text, amount) => {
    expect(parseLimit(text)).toBe(amount);
  });

  test.each(['', 'many', '1,5', '-5', '2X', '1.2.3', '1e6', '5 5'])('is not %j', (text) => {
    expect(parseLimit(text)).toBeNull();
  });

  test('reads back as it is shown', () => {
    expect(limitText(500_000_000)).toBe('500,000,000');
    for (const limit of [0, 999, 1500, 12.5, 1234.5, 1e15]) expect(parseLimit(limitText(limit))).toBe(limit);
  });

  test('of tokens and requests is whole, of dollars need not be', () => {
    expect(readLimit('1.5', 'tokens')).toBeNull();
    expect(readLimit('1.5', 'requests')).toBeNull();
    expect(readLimit('1.5', 'usd')).toBe(1.5);
    expect(readLimit('10B', 'usd')).toBeNull();
  });
});
