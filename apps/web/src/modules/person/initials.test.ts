import { expect, test } from 'vitest';
import { initials } from './initials.ts';

test.each([
  ['Ada Lovelace', 'AL'],
  ['Ada Augusta King Lovelace', 'AL'],
  ['dev-01', 'D1'],
  ['admin', 'A'],
  ['王小明', '小明'],
  ['李雷', '李雷'],
  ['Łukasz', 'Ł'],
  ['', ''],
])('%s is marked %s', (name, mark) => {
  expect(initials(name)).toBe(mark);
});
