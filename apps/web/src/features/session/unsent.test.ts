import { expect, test } from 'vitest';
import { advance, emptyTranscript } from '#modules/transcript/transcript.ts';
import { stillUnsent, type UnsentMessage } from './unsent.ts';

const id = '0199a000-0000-7000-8000-000000000001';
const transcript = advance(emptyTranscript, [
  { seq: 4, at: '2026-11-22T12:00:00.000Z', event: { type: 'user_message', messageId: id, text: 'Go on' } },
]);
const message = (change: Partial<UnsentMessage>): UnsentMessage => ({
  id: 'x',
  at: 0,
  text: 'Go on',
  messageId: null,
  afterSeq: 0,
  ...change,
});

test('a message is sent once its event is there, by its id', () => {
  expect(stillUnsent([message({ messageId: id, text: 'anything' })], transcript)).toEqual([]);
  expect(stillUnsent([message({ messageId: 'another' })], transcript)).toHaveLength(1);
});

test('before it has an id it is known by its words, if they are newer than itself', () => {
  expect(stillUnsent([message({ text: ' Go on\n' })], transcript)).toEqual([]);
  expect(stillUnsent([message({ afterSeq: 4 })], transcript)).toHaveLength(1);
});
