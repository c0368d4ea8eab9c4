import { expect, test } from 'vitest';
import { readSort } from './url-filters.ts';

const fields = ['username', 'createdAt'] as const;

test.each([
  ['createdAt', { field: 'createdAt', descending: false }],
  ['-createdAt', { field: 'createdAt', descending: true }],
  ['-passwordHash', { field: 'username', descending: false }],
  ['', { field: 'username', descending: false }],
])('%j in the URL is the order %j', (sort, expected) => {
  expect(readSort(sort, fields, 'username')).toEqual(expected);
});
