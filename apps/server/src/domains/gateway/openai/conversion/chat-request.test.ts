import { describe, expect, test } from 'vitest';
import { Refusal } from '../../refusal.ts';
import { chatRequestOf } from './chat-request.ts';

type Json = Record<string, unknown>;

const convert = (body: Json) => chatRequestOf({ model: 'm', input: 'Hi', ...body });
const user = (content: unknown) => ({ role: 'user', content });
const call = (id: string, name = 'look', args = '{}') => ({ type: 'function_call', call_id: id, name, arguments: args });
const output = (id: string, text: unknown) => ({ type: 'function_call_output', call_id: id, output: text });

function refusal(body: Json): Refusal {
  try {
    convert(body);
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
  throw new Error('It was not refused.');
}

test('settings have the names that chat completions know; what providers may not know is left out', () => {
  const schema = { type: 'object' };
  const { body } = convert({
    temperature: 0.5,
    top_p: 0.9,
    max_output_tokens: 100,
    reasoning: { effort: 'high', summary: 'auto' },
    text: { format: { type: 'json_schema', name: 'answer', schema, strict: true }, verbosity: 'low' },
    user: 'u',
    stream: true,
    store: true,
    include: ['reasoning.encrypted_content'],
    service_tier: 'auto',
    metadata: { a: 'b' },
    prompt_cache_key: 'k',
    client_metadata: {},
    previous_response_id: null,
  });
  expect(body).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Hi' }],
    temperature: 0.5,
    top_p: 0.9,
    max_tokens: 100,
    reasoning_effort: 'high',
    verbosity: 'low',
    user: 'u',
    response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } },
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(convert({ text: { format: { type: 'json_object' } } }).body.response_format).toEqual({ type: 'json_object' });
  expect(convert({ text: { format: { type: 'text' } }, reasoning: { effort: null } }).body).toEqual({
    model: 'm',
    messages: body.messages,
  });
});

test('the response will repeat the request’s fields', () => {
  const tools = [{ type: 'web_search' }];
  expect(convert({ instructions: 'Be kind.', tools, metadata: { a: 'b' }, reasoning: { effort: 'low' }, store: true }).echo).toMatchObject({
    instructions: 'Be kind.',
    tools,
    tool_choice: 'auto',
    parallel_tool_calls: true,
    metadata: { a: 'b' },
    reasoning: { effort: 'low', summary: null },
    text: { format: { type: 'text' } },
    max_output_tokens: null,
    truncation: 'disabled',
    store: false,
    previous_response_id: null,
  });
});

describe('a request is refused with what to do', () => {
  test('where it needs a provider that keeps state', () => {
    expect(refusal({ previous_response_id: 'resp_1' }).message).toMatch(/whole conversation as "input"/);
    expect(refusal({ conversation: 'conv_1' }).message).toMatch(/whole conversation as "input"/);
    expect(refusal({ prompt: { id: 'p' } }).message).toMatch(/"instructions"/);
    expect(refusal({ background: true }).message).toMatch(/without "background"/);
    expect(refusal({ input: [{ type: 'item_reference', id: 'msg_1' }] }).message).toMatch(/"store" to false/);
  });

  test('where chat completions have no such thing', () => {
    expect(refusal({ input: [{ type: 'compaction', encrypted_content: 'x' }] }).message).toMatch(/"compaction"/);
    expect(refusal({ input: [user([{ type: 'input_image', file_id: 'f' }])] }).message).toMatch(/image_url/);
    expect(refusal({ input: [user([{ type: 'input_file', file_url: 'u' }])] }).message).toMatch(/file_data/);
    expect(refusal({ text: { format: { type: 'grammar' } } }).message).toMatch(/json_schema/);
  });

  test('where the vendor would refuse it, too', () => {
    expect(refusal({ model: '' }).reason).toBe('no_model');
    for (const body of [
      { input: undefined },
      { input: [5] },
      { input: [{ role: 'tool', content: '' }] },
      { input: [user(5)] },
      { input: [call('1')] },
      { input: [output('1', '')] },
      { input: [call('1'), output('1', ''), output('1', '')] },
      { input: [{ ...call('1'), name: undefined }] },
      { tools: {} },
      { tools: [{ type: 'function' }] },
      { tool_choice: 5 },
    ]) {
      expect(refusal(body)).toMatchObject({ status: 400, reason: 'invalid_request' });
    }
  });

  test('where it is nested too deep to be written down again', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(refusal({ input: [{ type: 'function_call', arguments: deep }] }).reason).toBe('invalid_request');
  });
});
