import type { SessionEvent } from '@open-ace/contracts/session-events';
import { describe, expect, test } from 'vitest';
import { type Row, rowsOf } from './rows.ts';
import { advance, emptyTranscript } from './transcript.ts';

const rows = (...events: SessionEvent[]): Row[] =>
  rowsOf(
    advance(
      emptyTranscript,
      events.map((event, index) => ({ seq: index + 1, at: new Date(Date.UTC(2026, 10, 22) + index * 1000).toISOString(), event })),
    ),
    [],
  );
const shown = (list: Row[]) => list.map((row) => (row.kind === 'item' ? row.item.kind : row.kind));

const turn: SessionEvent = { type: 'turn_started' };
const call: SessionEvent = { type: 'tool_call', toolCallId: 'c', name: 'Bash', subject: 'rm -rf dist', input: '{}' };
const asked: SessionEvent = {
  type: 'permission_request',
  requestId: 'r',
  toolCallId: 'c',
  toolName: 'Bash',
  subject: 'rm -rf dist',
  effect: '',
  input: '{}',
  rule: '',
};
const decided: SessionEvent = { type: 'permission_resolved', requestId: 'r', decision: 'allow_once', by: 'ada' };
const ended: SessionEvent = { type: 'turn_ended', outcome: 'completed', durationMs: 1 };
const said = (text: string): SessionEvent => ({ type: 'user_message', messageId: text, text });
const words = (itemId: string): SessionEvent => ({ type: 'message', itemId, text: 'Words' });

describe('a request for a tool call', () => {
  test('stands for the call until it is decided, then the call stands for it', () => {
    expect(shown(rows(turn, call, asked))).toEqual(['permission']);
    const after = rows(turn, call, asked, decided);
    expect(shown(after)).toEqual(['tool']);
    expect(after[0]).toMatchObject({ request: { by: 'ada' } });
  });

  test('whose call is not there stays with how it was decided', () => {
    expect(shown(rows(asked, decided))).toEqual(['permission']);
  });
});

test('plans are shown, the calls that write them are not', () => {
  const write: SessionEvent = { type: 'tool_call', toolCallId: 't', name: 'TodoWrite', subject: '', input: '{}' };
  expect(shown(rows(write, { type: 'plan', entries: [] }))).toEqual(['plan']);
});

test('the author stands above the first words of a turn', () => {
  const list = rows(turn, words('1'), call, words('2'), ended, said('Go on'), turn, words('4'));
  expect(list.flatMap((row) => (row.kind === 'item' && row.item.kind === 'message' ? [row.lead] : []))).toEqual([true, false, true]);
});

test('an agent that says nothing while its turn runs is at work', () => {
  expect(shown(rows(turn))).toEqual(['working']);
  expect(shown(rows(turn, { type: 'message_delta', itemId: '1', text: 'W' }))).toEqual(['message']);
  expect(shown(rows(turn, ended))).toEqual(['turn-end']);
});

describe('a message sent while a turn runs', () => {
  test('waits below all that the turn still brings, and stands before its own turn once that begins', () => {
    expect(shown(rows(turn, said('Then this'), words('1')))).toEqual(['message', 'working', 'queued']);
    expect(shown(rows(turn, said('Then this'), words('1'), ended, turn, words('2')))).toEqual([
      'message',
      'turn-end',
      'user',
      'message',
      'working',
    ]);
  });

  test('waits no more when nothing runs', () => {
    expect(shown(rows(turn, said('Then this'), ended))).toEqual(['turn-end', 'user']);
    const end: SessionEvent = { type: 'process_ended', reason: 'exited', exitCode: 0, message: '' };
    expect(shown(rows(turn, said('Then this'), end))).toEqual(['user', 'process-end']);
  });
});
