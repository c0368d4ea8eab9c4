import { expect, test } from 'vitest';
import { createFormat } from '#lib/format.ts';
import { pricePath, providerOf } from './pages.ts';
import { isRate, priceValues, rateText, setPriceInput } from './rates.ts';

const rates = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };

test('an empty field is no rate, and zero is one', () => {
  expect(['', '3', -1, 1_000_001, Number.NaN].map(isRate)).toEqual([false, false, false, false, false]);
  expect([0, 0.075, 1_000_000].map(isRate)).toEqual([true, true, true]);
});

test('what a cache costs may be left out: it is the input then', () => {
  const values = { ...priceValues('', 'm1'), input: 3, output: 15 };
  expect(setPriceInput(values).rates).toEqual({ input: 3, output: 15, cacheRead: 3, cacheWrite: 3 });
  expect(setPriceInput({ ...values, cacheRead: 0 }).rates).toMatchObject({ cacheRead: 0, cacheWrite: 3 });
});

test('a price applies at once unless a time is given', () => {
  expect(setPriceInput(priceValues(' ', ' m1 ', rates))).toEqual({ provider: '', model: 'm1', rates });
  const later = setPriceInput({ ...priceValues('openai', 'm1', rates), effectiveFrom: '2026-12-01T08:30' });
  expect(later.effectiveFrom).toBe(new Date('2026-12-01T08:30').toISOString());
});

test('a rate is never rounded', () => {
  const format = createFormat('en-US', 'UTC');
  expect([3, 0.075, 0.125, 0].map((rate) => rateText(rate, format))).toEqual(['$3.00', '$0.075', '$0.125', '$0.00']);
});

test('an address names a model whatever it is called, and every provider by a dash', () => {
  expect(pricePath('', 'org/model v1')).toBe('/manage/prices/-/org%2Fmodel%20v1');
  expect(providerOf('-')).toBe('');
  expect(providerOf('openai')).toBe('openai');
});
