import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SessionEvent } from '@open-ace/contracts/session-events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claudeCode } from './claude-code.ts';
import { type Fields, fields, parseLine, text } from './fields.ts';
import { Permissions } from './permissions.ts';
import { Translator } from './translator.ts';

const samples = fileURLToPath(new URL('../../../../../packages/testkit/cli-samples/streams/', import.meta.url));
const dialect = claudeCode({}, '/home/dev');

const translator = () => new Translator({ dialect, cwd: '/home/dev/proj', model: 'fake-model', mode: 'ask', now: () => 0 });

/** What a recorded stream becomes, with what was written to the CLI meanwhile. */
function replay(name: string): SessionEvent[] {
  const it = translator();
  const permissions = new Permissions([], dialect.likeTool);
  const lines = readFileSync(`${samples}${name}.jsonl`, 'utf8').trim().split('\n').map(parseLine);
  const events = lines.flatMap((line) => {
    const said = fields(line?.v);
    if (line?._ === 'in') return toCli(said, it, permissions);
    if (line?._ !== 'out') return [];
    if (said.type === 'control_request') return permissions.ask(said, { diff: '', isPlanning: false }).events;
    if (said.type === 'control_cancel_request') return permissions.withdraw(text(said.request_id));
    return it.take(said);
  });
  return [...events, ...it.finish()];
}

function toCli(said: Fields, it: Translator, permissions: Permissions): SessionEvent[] {
  if (said.type === 'user') return it.begin();
  if (fields(said.request).subtype === 'interrupt') it.interrupted();
  if (said.type !== 'control_response') return [];
  const { request_id, response } = fields(said.response);
  const isAllowed = fields(response).behavior === 'allow';
  const { toolUseId, isDenied } = permissions.answer(text(request_id), isAllowed ? 'allow' : 'deny', null);
  const tool = it.tool(toolUseId);
  if (tool && isDenied) tool.isDenied = true;
  return [];
}

const withoutPieces = (events: SessionEvent[]) => events.filter(({ type }) => !['message_delta', 'commands', 'context'].includes(type));
const types = (events: SessionEvent[]) => withoutPieces(events).map(({ type }) => type);

describe('a recorded session', () => {
  const events = replay('claude-session');

  test('with an answer, an approval, a denial, an interrupt, new model and mode, and retries becomes its events', () => {
    expect(types(events)).toEqual([
      ...['turn_started', 'message', 'turn_ended'],
      ...['turn_started', 'message', 'tool_call', 'permission_request', 'tool_result', 'message', 'turn_ended'],
      ...['turn_started', 'tool_call', 'permission_request', 'tool_result', 'message', 'turn_ended'],
      ...['turn_started', 'message', 'turn_ended'],
      ...['turn_started', 'mode_changed', 'model_changed', 'tool_call', 'tool_result', 'message', 'turn_ended'],
      ...['turn_started', 'notice', 'message', 'turn_ended'],
      // Seven attempts with an expired token, until the recording was ended by force.
      ...['turn_started', ...Array.from({ length: 7 }, () => 'notice'), 'turn_ended'],
    ]);
  });

  test('tells how each turn ended', () => {
    const outcomes = events.flatMap((event) => (event.type === 'turn_ended' ? [event.outcome] : []));
    expect(outcomes).toEqual(['completed', 'completed', 'completed', 'interrupted', 'completed', 'completed', 'failed']);
  });

  test('tells what was done, what was not, and what it changed', () => {
    const results = events.flatMap((event) => (event.type === 'tool_result' ? [[event.status, event.diff]] : []));
    expect(results).toEqual([
      ['done', '--- /dev/null\n+++ b/approved.txt\n@@ -0,0 +1,1 @@\n+yes\n'],
      ['denied', ''],
      ['done', '--- /dev/null\n+++ b/auto.txt\n@@ -0,0 +1,1 @@\n+auto\n'],
    ]);
  });

  test('has one whole for the pieces of each message, under one id', () => {
    const wholes = events.flatMap((event) => (event.type === 'message' ? [event] : []));
    for (const { itemId, text: whole } of wholes) {
      const pieces = events.flatMap((event) => (event.type === 'message_delta' && event.itemId === itemId ? [event.text] : []));
      expect(pieces.join('')).toBe(whole);
    }
    expect(new Set(wholes.map(({ itemId }) => itemId)).size).toBe(wholes.length);
    expect(wholes.map((event) => event.text)).toEqual([
      'Fake reply to: hello one',
      'I will write.',
      'Wrote it.',
      'Okay, not doing it.',
      'a very long ',
      'Auto done.',
      'after retry',
    ]);
  });

  test('tells its slash commands once, and after each turn how full the window is', () => {
    const commands = events.flatMap((event) => (event.type === 'commands' ? [event.commands] : []));
    expect(commands).toHaveLength(1);
    expect(commands[0]).toContainEqual({ name: 'doctor', description: '', hint: '' });
    const context = events.flatMap((event) => (event.type === 'context' ? [event] : []));
    expect(context[0]).toEqual({ type: 'context', usedTokens: 1200, windowTokens: 1_000_000 });
    expect(events.findIndex(({ type }) => type === 'context') + 1).toBe(events.findIndex(({ type }) => type === 'turn_ended'));
  });

  test('asks with a rule that says what Always means', () => {
    const asked = events.flatMap((event) => (event.type === 'permission_request' ? [[event.toolName, event.subject, event.rule]] : []));
    expect(asked).toEqual([
      ['Write', '/home/dev/proj/approved.txt', 'Write(/home/dev/proj/approved.txt)'],
      ['Bash', 'touch denied.txt', 'Bash(touch denied.txt)'],
    ]);
  });
});

describe('other recordings', () => {
  test.each([
    ['claude-err-401', 'Failed to authenticate. API Error: 401 fake error 401'],
    ['claude-err-429', 'API Error: Request rejected (429) · fake error 429'],
    ['claude-err-cut', 'API Error: Connection dropped (ECONNRESET). Check the gateway set in ANTHROPIC_BASE_URL, then try again.'],
  ])('%s fails its turn once, in the CLI’s words', (name, message) => {
    expect(withoutPieces(replay(name))).toMatchObject([
      { type: 'turn_started' },
      // No model was named when it was recorded.
      { type: 'notice', reason: 'retrying' },
      { type: 'error', message },
      { type: 'turn_ended', outcome: 'failed' },
    ]);
  });

  test('a tool that nobody could allow is denied', () => {
    expect(replay('claude-noprompt-deny').filter(({ type }) => type === 'tool_result')).toMatchObject([{ status: 'denied' }]);
  });

  test('of a subagent its tools show, not its words', () => {
    const events = replay('claude-subagent');
    expect(types(events)).toEqual(['turn_started', 'tool_call', 'tool_result', 'message', 'turn_ended']);
    expect(events).toContainEqual(expect.objectContaining({ type: 'tool_call', name: 'Task', subject: 'look' }));
  });

  test.each(['claude-oneshot', 'claude-resume', 'claude-sigint'])('%s gives only events that the contract knows', (name) => {
    for (const event of replay(name)) expect(SessionEvent.safeParse(event).error).toBeUndefined();
  });
});

describe('what no recording has', () => {
  const take = (...messages: Fields[]) => {
    const it = translator();
    return messages.flatMap((message) => it.take(message));
  };

  test('a whole that comes after its stream has ended is not told twice', () => {
    const stream = (event: object) => ({ type: 'stream_event', event });
    const events = take(
      stream({ type: 'message_start', message: { id: 'm' } }),
      stream({ type: 'content_block_start', index: 0, content_block: { type: 'text' } }),
      stream({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'hello' } }),
      stream({ type: 'content_block_stop', index: 0 }),
      { type: 'assistant', message: { id: 'm', content: [{ type: 'text', text: 'hello' }] } },
    );
    expect(types(events)).toEqual(['message']);
  });

  test('an answer that was not streamed gets ids of its own', () => {
    const events = take({
      type: 'assistant',
      message: {
        id: 'm',
        content: [
          { type: 'text', text: 'one' },
          { type: 'text', text: 'two' },
        ],
      },
    });
    expect(events).toEqual([
      { type: 'message', itemId: 'm:whole-0', text: 'one' },
      { type: 'message', itemId: 'm:whole-1', text: 'two' },
    ]);
  });

  test('a list of tasks is a plan', () => {
    const todos = [
      { content: 'look', status: 'completed' },
      { content: 'change', status: 'in_progress' },
      { content: 'test', status: 'pending' },
    ];
    const events = take({
      type: 'assistant',
      message: { id: 'm', content: [{ type: 'tool_use', id: 't', name: 'TodoWrite', input: { todos } }] },
    });
    expect(events[1]).toEqual({
      type: 'plan',
      entries: [
        { text: 'look', status: 'done' },
        { text: 'change', status: 'active' },
        { text: 'test', status: 'open' },
      ],
    });
  });

  test('a plan that was written to a file is put forward with its words', () => {
    const call = (id: string, name: string, input: object) => ({
      type: 'assistant',
      message: { id: 'm', content: [{ type: 'tool_use', id, name, input }] },
    });
    const events = take(
      call('a', 'Write', { file_path: '/home/dev/.claude/plans/x.md', content: '# Plan\n\n- look\n' }),
      call('b', 'ExitPlanMode', {}),
    );
    expect(events.at(-1)).toEqual({
      type: 'plan',
      entries: [
        { text: '# Plan', status: 'open' },
        { text: '- look', status: 'open' },
      ],
    });
  });

  test('pictures that a tool gave back come with its words, as many and as large as can travel', () => {
    const picture = (data: string, mediaType = 'image/png') => ({ type: 'image', source: { type: 'base64', media_type: mediaType, data } });
    const call = {
      type: 'assistant',
      message: { id: 'm', content: [{ type: 'tool_use', id: 't', name: 'Read', input: { file_path: '/p.png' } }] },
    };
    const result = (...content: object[]) => ({ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't', content }] } });
    const told = (...content: object[]) => take(call, result(...content)).at(-1);
    expect(told({ type: 'text', text: 'one' }, picture('iVBORw0='))).toMatchObject({
      output: 'one',
      images: [{ mediaType: 'image/png', data: 'iVBORw0=' }],
    });
    expect(told(...Array.from({ length: 6 }, () => picture('AAAA')))).toMatchObject({ output: '[one picture more]' });
    const withheld = told(picture('A'.repeat(2_000_004)), picture('AAAA', 'image/tiff'));
    expect(withheld).toMatchObject({ output: expect.stringContaining('too large') });
    expect(withheld).not.toHaveProperty('images');
  });

  test('output over 100 KB loses its middle and says so', () => {
    const call = {
      type: 'assistant',
      message: { id: 'm', content: [{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'x' } }] },
    };
    const result = { type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't', content: 'y'.repeat(300_000) }] } };
    const [, told] = take(call, result);
    const output = told?.type === 'tool_result' ? told.output : '';
    expect(output.length).toBeLessThanOrEqual(100_000);
    expect(output).toContain('characters left out by Open ACE');
  });

  test('a summary of the conversation is worth a word', () => {
    expect(take({ type: 'system', subtype: 'compact_boundary' })).toMatchObject([{ type: 'notice', reason: 'info' }]);
  });

  test('whatever a CLI says, nothing breaks and every event is one that the contract knows', () => {
    const anything = fc.jsonValue({ maxDepth: 4 });
    const message = fc.record(
      {
        type: fc.constantFrom('system', 'assistant', 'user', 'result', 'stream_event', 'other'),
        subtype: fc.oneof(fc.constantFrom('init', 'status', 'api_retry', 'success', 'informational'), anything),
        message: fc.oneof(anything, fc.record({ id: anything, model: anything, content: fc.oneof(anything, fc.array(block)) })),
        event: fc.record({
          type: fc.constantFrom('message_start', 'content_block_start', 'content_block_delta', 'content_block_stop'),
          index: anything,
          message: anything,
          content_block: block,
          delta: block,
        }),
        tool_use_result: anything,
        result: anything,
        is_error: anything,
        permissionMode: anything,
        model: anything,
        retry_delay_ms: anything,
        duration_ms: anything,
        errors: anything,
        content: anything,
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
        const it = translator();
        const events = [...messages.flatMap((one) => it.take(one)), ...it.finish()];
        for (const event of events) expect(SessionEvent.safeParse(event).error).toBeUndefined();
      }),
    );
  });
});

const block = fc.record(
  {
    type: fc.constantFrom('text', 'thinking', 'tool_use', 'tool_result', 'image'),
    text: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
    thinking: fc.string({ unit: 'binary' }),
    id: fc.constantFrom('t1', 't2', '', 'x'.repeat(300)),
    tool_use_id: fc.constantFrom('t1', 't2'),
    name: fc.constantFrom('Bash', 'Edit', 'TodoWrite', 'ExitPlanMode', 'n'.repeat(300), ''),
    input: fc.oneof(
      fc.jsonValue(),
      fc.record({ command: fc.string({ unit: 'binary' }), file_path: fc.string(), todos: fc.jsonValue(), plan: fc.jsonValue() }),
    ),
    content: fc.jsonValue(),
    is_error: fc.boolean(),
  },
  { requiredKeys: ['type'] },
);
