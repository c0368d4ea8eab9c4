import { expect, test } from 'vitest';
import { settle, settlingOf } from './settling.ts';

test('a request that was in sight long enough can be answered', () => {
  const settling = settle(settlingOf('one two'), 'one', 'one two');
  expect([...settling.settled]).toEqual(['one']);
});

test('what was in sight in a round before cannot', () => {
  const settling = settlingOf('two');
  expect(settle(settling, 'two', 'one two')).toBe(settling);
});
