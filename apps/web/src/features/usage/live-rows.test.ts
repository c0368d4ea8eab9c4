import type { UsageEvent } from '@open-ace/contracts/usage';
import { expect, test } from 'vitest';
import { endedRows, withRows } from './live-rows.ts';

const row = (id: string, status: UsageEvent['status'], outputTokens = 0) => ({ id, status, outputTokens }) as UsageEvent;
const list = (...pages: UsageEvent[][]) => ({
  pages: pages.map((items) => ({ items, nextCursor: null })),
  pageParams: pages.map(() => null),
});

test('rows that ran and run no more are found on every page', () => {
  const data = list([row('a', 'open'), row('b', 'settled')], [row('c', 'open')]);
  expect(endedRows(data, [row('a', 'open')])).toEqual(['c']);
  expect(endedRows(data, [])).toEqual(['a', 'c']);
});

test('rows change in their place, and none comes or goes', () => {
  const data = list([row('a', 'open'), row('b', 'settled', 9)], [row('c', 'open')]);
  const after = withRows(data, [row('a', 'open', 5), row('c', 'settled', 7), row('new', 'open')]);
  expect(after.pages.map(({ items }) => items.map(({ id, status, outputTokens }) => `${id} ${status} ${outputTokens}`))).toEqual([
    ['a open 5', 'b settled 9'],
    ['c settled 7'],
  ]);
});

test('a list that none of them is in stays the very same', () => {
  const data = list([row('a', 'settled')]);
  expect(withRows(data, [row('new', 'open')])).toBe(data);
});
