import { expect, test } from 'vitest';
import { aliasesOf, aliasFaults } from './aliases.ts';

const rows = (...pairs: [alias: string, model: string][]) => pairs.map(([alias, model], index) => ({ key: String(index), alias, model }));

test('a row that holds nothing is left out, and is no fault', () => {
  const typed = rows(['fast', 'claude-haiku-4-5'], ['', ' ']);
  expect(aliasFaults(typed)).toEqual({});
  expect(aliasesOf(typed)).toEqual([{ alias: 'fast', model: 'claude-haiku-4-5' }]);
});

test('half a row is a fault in the field that is missing', () => {
  expect(aliasFaults(rows(['fast', '']))).toEqual({ 'aliases.0.model': 'name' });
  expect(aliasFaults(rows(['', 'gpt-5']))).toEqual({ 'aliases.0.alias': 'name' });
});

test('an alias stands for one model, so it is there once', () => {
  expect(aliasFaults(rows(['fast', 'a'], ['slow', 'b'], [' fast', 'c']))).toEqual({ 'aliases.2.alias': 'twice' });
});

test('names are whole: neither spaces nor patterns', () => {
  expect(aliasFaults(rows(['my model', 'claude-*']))).toEqual({ 'aliases.0.alias': 'name', 'aliases.0.model': 'name' });
});
