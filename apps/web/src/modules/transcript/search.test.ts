import type { SessionEvent } from '@open-ace/contracts/session-events';
import { expect, test } from 'vitest';
import { rowsOf } from './rows.ts';
import { findMatches, occurrences } from './search.ts';
import { advance, emptyTranscript } from './transcript.ts';

const rows = (...events: SessionEvent[]) =>
  rowsOf(
    advance(
      emptyTranscript,
      events.map((event, index) => ({ seq: index + 1, at: new Date(Date.UTC(2026, 10, 22) + index).toISOString(), event })),
    ),
    [],
  );
const result = { toolCallId: 'c', status: 'done', durationMs: 1, exitCode: 0, diff: '' } as const;
const list = rows(
  { type: 'user_message', messageId: 'u', text: 'Fix the Login test' },
  { type: 'tool_call', toolCallId: 'c', name: 'Bash', subject: 'npm test login', input: '{}' },
  { type: 'tool_result', output: 'login fails\n\u001b[31mlogin\u001b[0m', ...result },
  { type: 'message', itemId: 'm', text: 'It was the clock.' },
);

test('every place is found, from top to bottom, in folded output and whatever its capital letters', () => {
  expect(findMatches(list, 'LOGIN')).toEqual([
    { key: 'user:u', nth: 0 },
    { key: 'tool:c', nth: 0 },
    { key: 'tool:c', nth: 1 },
    { key: 'tool:c', nth: 2 },
  ]);
});

test('nothing is found where nothing is wanted or nothing is there', () => {
  expect(findMatches(list, '  ')).toEqual([]);
  expect(findMatches(list, 'absent')).toEqual([]);
});

test('places do not overlap', () => expect(occurrences('aaaa', 'aa')).toBe(2));
