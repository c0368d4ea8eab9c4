import type { SessionUpdate } from '@open-ace/contracts/session';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, emptyTranscript, type Transcript } from './transcript.ts';

const start = Date.UTC(2026, 10, 22, 12);
const numbered = (events: readonly SessionEvent[]): SessionUpdate[] =>
  events.map((event, index) => ({ seq: index + 1, at: new Date(start + index * 1000).toISOString(), event }));

const read = (...events: SessionEvent[]) => advance(emptyTranscript, numbered(events));
const kinds = ({ settled }: Transcript) => settled.map(({ kind }) => kind);

const itemId = fc.constantFrom('a', 'b', 'c');
const text = fc.string({ maxLength: 6 });
const event: fc.Arbitrary<SessionEvent> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constantFrom('message_delta', 'thought_delta'), itemId, text }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('message', 'thought'), itemId, text }) },
  fc.record({ type: fc.constant('user_message'), messageId: itemId, text }),
  fc.record({ type: fc.constant('turn_started') }),
  fc.record({ type: fc.constant('tool_call'), toolCallId: itemId, name: text, subject: text, input: text }),
  fc.record({
    type: fc.constant('tool_result'),
    toolCallId: itemId,
    status: fc.constantFrom('running', 'done', 'failed', 'denied', 'cancelled'),
    output: text,
    durationMs: fc.option(fc.nat()),
    exitCode: fc.option(fc.nat()),
    diff: text,
  }),
  fc.record({
    type: fc.constant('permission_request'),
    requestId: itemId,
    toolCallId: fc.option(itemId),
    toolName: text,
    subject: text,
    effect: text,
    input: text,
    rule: text,
  }),
  fc.record({
    type: fc.constant('permission_resolved'),
    requestId: itemId,
    decision: fc.constantFrom('allow_once', 'allow_always', 'deny', 'cancelled'),
    by: text,
  }),
  fc.record({ type: fc.constant('plan'), entries: fc.array(fc.record({ text, status: fc.constantFrom('open', 'active', 'done') })) }),
  fc.record({ type: fc.constant('model_changed'), model: text }),
  fc.record({ type: fc.constant('mode_changed'), permissionMode: fc.constantFrom('plan', 'ask', 'auto-edit', 'full-auto') }),
  fc.record({ type: fc.constant('notice'), reason: fc.constantFrom('retrying', 'info'), text, retryInMs: fc.option(fc.nat()) }),
  fc.record({ type: fc.constant('error'), message: text }),
  fc.record({ type: fc.constant('context'), usedTokens: fc.nat(), windowTokens: fc.option(fc.nat()) }),
  fc.record({
    type: fc.constant('commands'),
    commands: fc.array(fc.record({ name: text, description: text, hint: text }), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('turn_ended'),
    outcome: fc.constantFrom('completed', 'interrupted', 'failed'),
    durationMs: fc.option(fc.nat()),
  }),
  fc.record({
    type: fc.constant('process_started'),
    toolSessionId: text,
    toolVersion: text,
    model: text,
    gitRemote: text,
    gitBranch: text,
  }),
  fc.record({
    type: fc.constant('process_ended'),
    reason: fc.constantFrom('stopped', 'exited', 'failed'),
    exitCode: fc.option(fc.nat()),
    message: text,
  }),
);
const log = fc.array(event, { maxLength: 40 }).map(numbered);

const wholeOf: Partial<Record<SessionEvent['type'], SessionEvent['type']>> = { message_delta: 'message', thought_delta: 'thought' };

/** What the server still has once it has taken in the first `length` events: no piece of what is there as a whole by then. */
function keptOf(updates: readonly SessionUpdate[], length: number): SessionUpdate[] {
  const taken = updates.slice(0, length);
  return taken.filter(
    ({ seq, event: piece }) =>
      !('itemId' in piece) ||
      !wholeOf[piece.type] ||
      !taken.some((later) => later.seq > seq && 'itemId' in later.event && later.event.itemId === piece.itemId && isWholeOf(piece, later)),
  );
}

const isWholeOf = (piece: SessionEvent, { event: other }: SessionUpdate) => other.type === wholeOf[piece.type];

describe('the same transcript comes of', () => {
  test('any cut of the events into batches', () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(40)), (updates, cuts) => {
        const borders = [...cuts, updates.length].sort((a, b) => a - b);
        let transcript = emptyTranscript;
        let from = 0;
        for (const to of borders) {
          transcript = advance(transcript, updates.slice(from, to));
          from = Math.max(from, to);
        }
        expect(transcript).toEqual(advance(emptyTranscript, updates));
      }),
    );
  });

  test('events that come again', () => {
    fc.assert(
      fc.property(log, fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 5 }), (updates, replays) => {
        let transcript = emptyTranscript;
        let reached = 0;
        for (const [back, on] of replays) {
          const from = Math.max(0, reached - back);
          reached = Math.max(reached, from + on);
          transcript = advance(transcript, updates.slice(from, from + on));
        }
        transcript = advance(transcript, updates.slice(Math.max(0, reached - 3)));
        expect(transcript).toEqual(advance(emptyTranscript, updates));
      }),
    );
  });

  test('reading live with cut lines, and reading later, when the pieces are gone', () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(8), { maxLength: 40 }), (updates, steps) => {
        let transcript = emptyTranscript;
        let written = 0;
        for (const step of [...steps, updates.length]) {
          written = Math.min(updates.length, written + step);
          const { lastSeq } = transcript;
          transcript = advance(
            transcript,
            keptOf(updates, written).filter(({ seq }) => seq > lastSeq),
          );
        }
        const later = advance(emptyTranscript, keptOf(updates, updates.length));
        expect({ ...transcript, lastSeq: 0 }).toEqual({ ...later, lastSeq: 0 });
      }),
      { numRuns: 500 },
    );
  });
});

describe('a message', () => {
  test('shows its pieces at once and is replaced by the whole under the same key', () => {
    const pieces = read(
      { type: 'turn_started' },
      { type: 'message_delta', itemId: 'm', text: 'Hel' },
      { type: 'message_delta', itemId: 'm', text: 'lo' },
    );
    expect(pieces.streams).toMatchObject([{ key: 'message:m', text: 'Hello', streaming: true }]);
    const whole = advance(pieces, [{ seq: 9, at: new Date(start).toISOString(), event: { type: 'message', itemId: 'm', text: 'Hello!' } }]);
    expect(whole.streams).toEqual([]);
    expect(whole.settled).toMatchObject([{ key: 'message:m', text: 'Hello!', streaming: false }]);
  });

  test('that was cut off by the end of its turn stays as far as it got', () => {
    const cut = read({ type: 'message_delta', itemId: 'm', text: 'Half' }, { type: 'turn_ended', outcome: 'interrupted', durationMs: 5 });
    expect(cut.settled).toMatchObject([{ kind: 'message', text: 'Half', partial: true, streaming: false }, { kind: 'turn-end' }]);
  });
});

test('a thought tells how long it took since what came before it', () => {
  const { settled } = read(
    { type: 'turn_started' },
    { type: 'thought_delta', itemId: 't', text: 'Hm' },
    { type: 'thought_delta', itemId: 't', text: 'm' },
    { type: 'thought', itemId: 't', text: 'Hmm' },
  );
  expect(settled).toMatchObject([{ kind: 'thought', durationMs: 3000 }]);
});

test('a tool that runs when the turn ends was cancelled', () => {
  const transcript = read(
    { type: 'turn_started' },
    { type: 'tool_call', toolCallId: 'c', name: 'Bash', subject: 'sleep 9', input: '{}' },
    { type: 'turn_ended', outcome: 'interrupted', durationMs: 100 },
  );
  expect(transcript.settled[0]).toMatchObject({ kind: 'tool', status: 'cancelled' });
  expect(transcript.turnStartedAt).toBeNull();
});

test('a request is decided once, and withdrawn when the process ends', () => {
  const request = (requestId: string): SessionEvent => ({
    type: 'permission_request',
    requestId,
    toolCallId: null,
    toolName: 'Bash',
    subject: 'rm -rf dist',
    effect: '',
    input: '{}',
    rule: '',
  });
  const { settled } = read(
    request('1'),
    request('2'),
    { type: 'permission_resolved', requestId: '1', decision: 'allow_once', by: 'ada' },
    { type: 'permission_resolved', requestId: '1', decision: 'deny', by: 'bob' },
    { type: 'process_ended', reason: 'exited', exitCode: 0, message: '' },
  );
  expect(settled).toMatchObject([{ decision: 'allow_once', by: 'ada' }, { decision: 'cancelled' }, { kind: 'process-end' }]);
});

test('plans and retries that follow one another are one row', () => {
  const retry = (retryInMs: number): SessionEvent => ({ type: 'notice', reason: 'retrying', text: '429', retryInMs });
  const transcript = read({ type: 'plan', entries: [] }, { type: 'plan', entries: [{ text: 'x', status: 'open' }] }, retry(1), retry(2));
  expect(kinds(transcript)).toEqual(['plan', 'notice']);
  expect(transcript.settled[1]).toMatchObject({ retryInMs: 2 });
});

test('ten thousand events are taken in at once without delay', () => {
  const events = Array.from({ length: 2500 }, (_, n): SessionEvent[] => [
    { type: 'tool_call', toolCallId: `${n}`, name: 'Bash', subject: 'ls', input: '{}' },
    { type: 'tool_result', toolCallId: `${n}`, status: 'done', output: 'ok', durationMs: 5, exitCode: 0, diff: '' },
    { type: 'message_delta', itemId: `${n}`, text: 'Do' },
    { type: 'message', itemId: `${n}`, text: 'Done' },
  ]).flat();
  const before = performance.now();
  expect(read(...events).settled).toHaveLength(5000);
  expect(performance.now() - before).toBeLessThan(1000);
});

test('a session that was stopped has one end', () => {
  const transcript = read(
    { type: 'process_started', toolSessionId: 'x', toolVersion: '1', model: '', gitRemote: '', gitBranch: '' },
    { type: 'turn_started' },
    { type: 'process_ended', reason: 'stopped', exitCode: null, message: '' },
    { type: 'turn_ended', outcome: 'interrupted', durationMs: 10 },
    { type: 'process_ended', reason: 'stopped', exitCode: 0, message: '' },
  );
  expect(kinds(transcript)).toEqual(['process-start', 'process-end']);
});
