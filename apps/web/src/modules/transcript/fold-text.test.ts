import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join('\n');

test('a text of a few lines is whole', () => {
  expect(foldText('one\ntwo')).toBeNull();
  expect(foldText(lines(24))).toBeNull();
});

test('of many lines the first are shown', () => {
  expect(foldText(lines(100))).toEqual({ shown: lines(20), hidden: { lines: 80 } });
});

test('of one long line the beginning is shown, and no half character', () => {
  expect(foldText('x'.repeat(5_000))).toEqual({ shown: 'x'.repeat(2_000), hidden: { characters: 3_000 } });
  expect(foldText(`${'x'.repeat(1_999)}${'😀'.repeat(500)}`)?.shown).toBe('x'.repeat(1_999));
});
