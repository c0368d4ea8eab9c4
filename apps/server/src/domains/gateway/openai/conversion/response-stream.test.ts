import { describe, expect, test } from 'vitest';
import { chatRequestOf } from './chat-request.ts';
import { ResponseStream } from './response-stream.ts';

type Json = Record<string, unknown>;
type Event = Json & { type: string; delta?: string; item?: Json; response?: Json };

const conversion = chatRequestOf({
  model: 'm',
  input: 'Hi',
  stream: true,
  tools: [{ type: 'custom', name: 'apply_patch' }, { type: 'local_shell' }],
});
const newStream = () => new ResponseStream(conversion, { fallback: 'ours', now: 1_800_000_000 });

const line = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
const chunk = (delta: Json, finish_reason: string | null = null, rest: Json = {}) =>
  line({ id: 'chatcmpl-1', created: 1_700_000_000, model: 'real', choices: [{ index: 0, delta, finish_reason }], ...rest });
const text = (content: string) => chunk({ content });
const call = (index: number, args: string, first: { id?: string; name?: string } = {}) =>
  chunk({ tool_calls: [{ index, id: first.id, function: { name: first.name, arguments: args } }] });
const usage = line({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } });
const done = line('[DONE]');

function read(bytes: Buffer | null): Event[] {
  const events = (bytes?.toString() ?? '').split('\n\n').filter((event) => event !== '');
  return events.map((event) => {
    const [, name, data] = /^event: (\S+)\ndata: (.*)$/.exec(event) ?? [];
    const parsed = JSON.parse(data ?? '');
    expect(parsed.type).toBe(name);
    return parsed;
  });
}

/** All events of a whole stream. */
function stream(...parts: string[]): Event[] {
  const converter = newStream();
  const events = [...parts.flatMap((part) => read(converter.push(Buffer.from(part)))), ...read(converter.end())];
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, number) => number));
  return events;
}

const types = (events: Event[]) => events.map((event) => event.type.replace('response.', ''));
const last = (events: Event[]) => events.at(-1)?.response as Json & { output: Json[] };
const itemEvents = (events: Event[]) => types(events).filter((type) => type.startsWith('output_item'));

describe('a stream of a response', () => {
  test('tells reasoning, text and calls one after the other, in the vendor’s order', () => {
    const events = stream(
      chunk({ role: 'assistant', content: '' }),
      chunk({ reasoning_content: 'H' }),
      chunk({ reasoning_content: 'm.' }),
      text('Hel'),
      text('lo.'),
      call(0, '', { id: 'call_1', name: 'look' }),
      call(0, '{"at":'),
      call(0, '1}'),
      call(1, '{"input":"ab', { id: 'call_2', name: 'apply_patch' }),
      call(1, 'c\\n"}'),
      chunk({}, 'tool_calls'),
      usage,
      done,
    );
    expect(types(events)).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
      'output_item.done',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'output_item.added',
      'function_call_arguments.delta',
      'function_call_arguments.delta',
      'function_call_arguments.done',
      'output_item.done',
      'output_item.added',
      'custom_tool_call_input.delta',
      'custom_tool_call_input.delta',
      'custom_tool_call_input.done',
      'output_item.done',
      'completed',
    ]);
    expect(events[0]?.response).toMatchObject({ id: 'resp_chatcmpl-1', status: 'in_progress', model: 'real', output: [], usage: null });
    expect(last(events)).toMatchObject({
      status: 'completed',
      created_at: 1_700_000_000,
      usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
      output: [
        { type: 'reasoning', summary: [{ text: 'Hm.' }] },
        { type: 'message', status: 'completed', content: [{ text: 'Hello.' }] },
        { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '{"at":1}' },
        { type: 'custom_tool_call', call_id: 'call_2', name: 'apply_patch', input: 'abc\n' },
      ],
    });
  });

  test('sends what it can at once', () => {
    const converter = newStream();
    expect(types(read(converter.push(Buffer.from(text('Hel')))))).toContain('output_text.delta');
    expect(converter.push(Buffer.from(text('lo.').slice(0, 20)))).toBeNull();
    expect(read(converter.push(Buffer.from(text('lo.').slice(20))))).toMatchObject([{ delta: 'lo.' }]);
  });

  test('keeps calls whole that come interleaved', () => {
    const events = stream(
      call(0, '{"a"', { id: 'a', name: 'look' }),
      call(1, '{"b"', { id: 'b', name: 'look' }),
      call(0, ':1}'),
      call(1, ':2}'),
      done,
    );
    expect(itemEvents(events)).toEqual(['output_item.added', 'output_item.done', 'output_item.added', 'output_item.done']);
    expect(last(events).output).toMatchObject([{ arguments: '{"a":1}' }, { arguments: '{"b":2}' }]);
  });

  test('says nothing more of a call that is over', () => {
    const events = stream(call(0, '{}', { id: 'a', name: 'look' }), call(1, '{}', { id: 'b', name: 'look' }), call(0, ' \n'), done);
    expect(events.filter((event) => event.delta !== undefined)).toHaveLength(2);
    expect(last(events)).toMatchObject({ status: 'completed', output: [{ arguments: '{}' }, { arguments: '{}' }] });
  });

  test('tells calls apart that share an index, or have none', () => {
    const shared = stream(call(0, '{}', { id: 'a', name: 'look' }), call(0, '{}', { id: 'b', name: 'look' }), done);
    expect(last(shared).output).toMatchObject([{ call_id: 'a' }, { call_id: 'b' }]);
    const none = (id: string, args: string) =>
      chunk({ tool_calls: [{ id, function: { name: id ? 'look' : undefined, arguments: args } }] });
    expect(last(stream(none('a', '{'), none('', '}'), none('b', '{}'), done)).output).toMatchObject([
      { call_id: 'a', arguments: '{}' },
      { call_id: 'b', arguments: '{}' },
    ]);
  });

  test('tells what a model says after a call as a message of its own', () => {
    const events = stream(text('A'), call(0, '{}', { id: 'a', name: 'look' }), text('B'), done);
    expect(last(events).output).toMatchObject([{ content: [{ text: 'A' }] }, { call_id: 'a' }, { content: [{ text: 'B' }] }]);
  });

  test('tells refusals, a local shell’s action, and calls without arguments', () => {
    const events = stream(
      chunk({ refusal: 'N' }),
      chunk({ refusal: 'o.' }),
      call(0, '{"command":["ls"]}', { id: 'a', name: 'local_shell' }),
      call(1, '', { id: 'b', name: 'look' }),
      done,
    );
    expect(types(events).filter((type) => type.startsWith('refusal'))).toEqual(['refusal.delta', 'refusal.delta', 'refusal.done']);
    expect(last(events).output).toMatchObject([
      { content: [{ type: 'refusal', refusal: 'No.' }] },
      { type: 'local_shell_call', action: { command: ['ls'] } },
      { arguments: '{}' },
    ]);
    expect(events.find((event) => event.delta === '{}')).toMatchObject({ type: 'response.function_call_arguments.delta' });
  });

  test('cuts no character in two', () => {
    const events = stream(text('a\ud83d'), text('\ude00\ud83d'), done);
    expect(events.map((event) => event.delta).filter(Boolean)).toEqual(['a', '😀', '\ufffd']);
  });

  test('begins with the first chunk that has a choice, and reads figures in any', () => {
    const events = stream(
      line({ id: '', choices: [], prompt_filter_results: [] }),
      text('A'),
      chunk({}, 'stop', { usage: { prompt_tokens: 7 } }),
    );
    expect(last(events)).toMatchObject({ id: 'resp_chatcmpl-1', status: 'completed', usage: { input_tokens: 7 } });
  });
});

describe('a stream that does not end well', () => {
  test('fails with the provider’s error, and ends there', () => {
    const events = stream(
      text('A'),
      `event: error\n${line({ error: { message: 'Too long.', code: 'context_length_exceeded' } })}`,
      text('B'),
      done,
    );
    expect(types(events).at(-1)).toBe('failed');
    expect(itemEvents(events)).toEqual(['output_item.added']);
    expect(last(events)).toMatchObject({
      status: 'failed',
      error: { code: 'context_length_exceeded', message: 'Too long.' },
      output: [],
      usage: null,
    });
  });

  test('fails where it just stops, even before it began', () => {
    expect(types(stream(text('A'))).at(-1)).toBe('failed');
    expect(types(stream())).toEqual(['created', 'in_progress', 'failed']);
    expect(types(stream(done))).toEqual(['created', 'in_progress', 'failed']);
    expect(types(stream(usage, done)).at(-1)).toBe('failed');
  });

  test('fails where it cannot be converted', () => {
    expect(last(stream(text('x'.repeat(2_000_000)), done))).toMatchObject({
      status: 'failed',
      error: { message: expect.stringMatching(/too long/) },
    });
    const late = stream(call(0, '{}', { id: 'a', name: 'look' }), text('A'), call(0, '{}'), done);
    expect(last(late)).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(/whole already/) } });
    const piece = text('x'.repeat(500_000));
    expect(last(stream(...Array.from({ length: 70 }, () => piece), done))).toMatchObject({
      error: { message: expect.stringMatching(/too long/) },
    });
    const many = Array.from({ length: 2100 }, (_, index) => call(index, '{}', { id: `c${index}`, name: 'look' }));
    expect(last(stream(many.join(''), done)).status).toBe('failed');
  });

  test('is incomplete where the model was stopped, and announces no call as done that is not whole', () => {
    const events = stream(text('A'), call(0, '{"a":', { id: 'a', name: 'look' }), chunk({}, 'length'), done);
    expect(itemEvents(events)).toEqual(['output_item.added', 'output_item.done', 'output_item.added']);
    expect(last(events)).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ status: 'completed' }, { status: 'incomplete', arguments: '{"a":' }],
    });
  });
});

describe('a stream that is cut', () => {
  const tokens = { inputTokens: 5, outputTokens: 4, cacheReadTokens: 2, cacheWriteTokens: 1, reasoningTokens: 3 };

  test('ends in good order with the figures that it is given', () => {
    const converter = newStream();
    converter.push(Buffer.from(text('Hel')));
    const events = read(converter.cut('max_output_tokens', tokens));
    expect(types(events)).toEqual(['output_text.done', 'content_part.done', 'output_item.done', 'incomplete']);
    expect(last(events)).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ status: 'incomplete', content: [{ text: 'Hel' }] }],
      usage: {
        input_tokens: 8,
        input_tokens_details: { cached_tokens: 2 },
        output_tokens: 4,
        output_tokens_details: { reasoning_tokens: 3 },
        total_tokens: 12,
      },
    });
    expect(converter.push(Buffer.from(text('lo.')))).toBeNull();
    expect(converter.end()).toBeNull();
    expect(converter.cut('max_output_tokens', tokens)).toHaveLength(0);
  });

  test('is a response even before it began', () => {
    expect(types(read(newStream().cut('max_output_tokens', tokens)))).toEqual(['created', 'in_progress', 'incomplete']);
  });
});
