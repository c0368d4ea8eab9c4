import { expect, test } from 'vitest';
import { matchEntries } from './match-entries.ts';

const entries = [
  { label: 'Create user', detail: 'Action' },
  { label: 'Users', detail: 'Manage, People' },
  { label: 'Use dark colours', keywords: 'theme night' },
  { label: '用户', detail: '管理' },
];

const found = (query: string) => matchEntries(entries, query).map(({ label }) => label);

test('nothing typed shows everything in its order', () => {
  expect(found('  ')).toEqual(entries.map(({ label }) => label));
});

test('a name that begins with the text comes first', () => {
  expect(found('use')).toEqual(['Users', 'Use dark colours', 'Create user']);
});

test('words may be anywhere, in any order, and all must be found', () => {
  expect(found('people us')).toEqual(['Users']);
  expect(found('night theme')).toEqual(['Use dark colours']);
  expect(found('user nothing')).toEqual([]);
});

test('Chinese is found by any of its characters', () => {
  expect(found('户')).toEqual(['用户']);
});
