import { CreateSession, SendMessage } from '@open-ace/contracts/session';
import { expect, test } from 'vitest';
import { excessLength, mostCharacters } from './message-length.ts';

const longest = 'x'.repeat(mostCharacters);

test('the contract takes as much and no more', () => {
  for (const field of [SendMessage.shape.text, CreateSession.shape.message]) {
    expect(field.safeParse(longest).success).toBe(true);
    expect(field.safeParse(`${longest}x`).success).toBe(false);
  }
});

test('space around a message does not count', () => {
  expect(excessLength(` ${longest}\n`)).toBeNull();
  expect(excessLength(`${longest}xx`)).toBe(mostCharacters + 2);
});
