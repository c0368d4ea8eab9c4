import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SessionEvent } from '@open-ace/contracts/session-events';
import { expect, test } from 'vitest';
import { fields, parseLine, text } from './fields.ts';
import { Permissions } from './permissions.ts';
import { qwenCode } from './qwen-code.ts';
import { Translator } from './translator.ts';

const samples = fileURLToPath(new URL('../../../../../packages/testkit/cli-samples/streams/', import.meta.url));
const dialect = qwenCode({ environment: {}, home: '/home/dev', dir: '/home/dev/.open-ace/agent' });

/** What a recorded stream becomes. */
function replay(name: string): SessionEvent[] {
  const translator = new Translator({ dialect, cwd: '/home/dev/proj', model: 'fake-model', mode: 'ask', now: () => 0 });
  const permissions = new Permissions([], dialect.likeTool);
  const lines = readFileSync(`${samples}${name}.jsonl`, 'utf8').trim().split('\n').map(parseLine);
  const events = lines.flatMap((line) => {
    const said = fields(line?.v);
    if (line?._ === 'in' && said.type === 'user') return translator.begin();
    if (line?._ === 'in' && text(fields(said.request).subtype) === 'interrupt') translator.interrupted();
    if (line?._ !== 'out') return [];
    if (said.type === 'control_request') return permissions.ask(said, { diff: '', isPlanning: false }).events;
    return translator.take(said);
  });
  return [...events, ...translator.finish()];
}

const recordings = ['qwen-session', 'qwen-oneshot', 'qwen-resume', 'qwen-noapprove', 'qwen-err-401'];

test.each(recordings)('%s gives only events that the contract knows', (name) => {
  const events = replay(name);
  expect(events.length).toBeGreaterThan(0);
  for (const event of events) expect(SessionEvent.safeParse(event).error).toBeUndefined();
});

test('a recorded session has each message once, under the id of its pieces', () => {
  const events = replay('qwen-session');
  const wholes = events.flatMap((event) => (event.type === 'message' ? [event] : []));
  expect(wholes.length).toBeGreaterThan(3);
  for (const { itemId, text: whole } of wholes) {
    const pieces = events.flatMap((event) => (event.type === 'message_delta' && event.itemId === itemId ? [event.text] : []));
    expect(pieces.join('')).toBe(whole);
  }
  expect(new Set(wholes.map(({ itemId }) => itemId)).size).toBe(wholes.length);
});

test('an error of the provider is the end of the turn, not words of the agent', () => {
  const events = replay('qwen-err-401');
  expect(events.filter(({ type }) => type.startsWith('message'))).toEqual([]);
  expect(events.filter(({ type }) => ['error', 'turn_ended'].includes(type))).toMatchObject([
    { type: 'error', message: expect.stringContaining('401') },
    { type: 'turn_ended', outcome: 'failed' },
  ]);
});

test('tokens from the cache are a part of those that were sent', () => {
  expect(dialect.sentTokens({ input_tokens: 1200, cache_read_input_tokens: 200 })).toBe(1200);
});

test('every mode has a like of it, and none is left to a model to decide', () => {
  const { modes, withheldModes } = dialect.describe('0.24.4');
  expect(modes.map((mode) => dialect.wordFor(mode))).toEqual(['plan', 'default', 'auto-edit', 'yolo']);
  expect(withheldModes).toEqual([]);
  expect(dialect.modeOf('auto')).toBeUndefined();
});
