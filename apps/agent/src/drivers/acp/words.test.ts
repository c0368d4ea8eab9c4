import { expect, test } from 'vitest';
import { Words } from './words.ts';

test('pieces of a message come under its id, then the whole of it; lines before its first word are nobody’s', () => {
  let n = 0;
  const words = new Words(() => String(++n));
  expect(words.piece('message', '', 'One')).toEqual([{ type: 'message_delta', itemId: '1', text: 'One' }]);
  expect(words.piece('message', '', '\n\ntwo')).toEqual([{ type: 'message_delta', itemId: '1', text: '\n\ntwo' }]);
  expect(words.close()).toEqual([{ type: 'message', itemId: '1', text: 'One\n\ntwo' }]);
  expect(words.piece('message', '', '\n\n')).toEqual([]);
  expect(words.piece('message', '', '\nThree')).toEqual([{ type: 'message_delta', itemId: '2', text: 'Three' }]);
  expect(words.piece('thought', '', 'Hm.')).toEqual([
    { type: 'message', itemId: '2', text: 'Three' },
    { type: 'thought_delta', itemId: '3', text: 'Hm.' },
  ]);
});
