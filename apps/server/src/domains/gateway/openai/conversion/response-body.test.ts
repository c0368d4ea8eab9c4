import { describe, expect, test } from 'vitest';
import { chatRequestOf } from './chat-request.ts';
import { responseOf } from './response-body.ts';

type Json = Record<string, unknown>;

const ids = { fallback: 'ours', now: 1_800_000_000 };
const conversion = chatRequestOf({
  model: 'm',
  input: 'Hi',
  instructions: 'Be kind.',
  tools: [
    { type: 'custom', name: 'apply_patch' },
    { type: 'local_shell' },
    { type: 'tool_search', execution: 'client' },
    { type: 'namespace', name: 'mcp', description: '', tools: [{ type: 'function', name: 'send' }] },
  ],
});

const completion = (message: Json, finish_reason: unknown = 'stop', rest: Json = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'real',
  choices: [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason }],
  ...rest,
});
const respond = (message: Json, finish_reason?: unknown, rest?: Json) =>
  responseOf(completion(message, finish_reason, rest), conversion, ids);
const call = (name: string, args: unknown, id = 'call_1') => ({ id, type: 'function', function: { name, arguments: args } });
const outputOf = (calls: object[], finish = 'tool_calls') => respond({ tool_calls: calls }, finish).output;

describe('a response', () => {
  test('has what the completion says and what the request said', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 99,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 2 },
    };
    const response = respond({ reasoning_content: 'Hm.', content: 'Hello.', refusal: 'But no.' }, 'stop', { usage });
    expect(response).toMatchObject({
      id: 'resp_chatcmpl-1',
      object: 'response',
      created_at: 1_700_000_000,
      status: 'completed',
      error: null,
      incomplete_details: null,
      model: 'real',
      instructions: 'Be kind.',
      store: false,
      usage: {
        input_tokens: 10,
        input_tokens_details: { cached_tokens: 4 },
        output_tokens: 5,
        output_tokens_details: { reasoning_tokens: 2 },
        total_tokens: 15,
      },
    });
    expect(response.output).toEqual([
      { type: 'reasoning', id: 'rs_chatcmpl-1_0', summary: [{ type: 'summary_text', text: 'Hm.' }] },
      {
        type: 'message',
        id: 'msg_chatcmpl-1_1',
        role: 'assistant',
        status: 'completed',
        content: [
          { type: 'output_text', annotations: [], logprobs: [], text: 'Hello.' },
          { type: 'refusal', refusal: 'But no.' },
        ],
      },
    ]);
  });

  test('calls each tool as the client knows it', () => {
    const calls = [
      call('apply_patch', '{"input":"*** Begin\\n"}', 'a'),
      call('local_shell', '{"command":"ls","workdir":"/tmp"}', 'b'),
      call('tool_search', '{"query":"x"}', 'c'),
      call('mcp__send', { to: 'you' }, 'd'),
      call('unknown', '', ''),
    ];
    expect(outputOf(calls)).toEqual([
      { id: 'ctc_chatcmpl-1_0', call_id: 'a', type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin\n', status: 'completed' },
      {
        id: 'lsh_chatcmpl-1_1',
        call_id: 'b',
        type: 'local_shell_call',
        action: { type: 'exec', command: ['bash', '-lc', 'ls'], env: {}, working_directory: '/tmp' },
        status: 'completed',
      },
      {
        id: 'tsc_chatcmpl-1_2',
        call_id: 'c',
        type: 'tool_search_call',
        execution: 'client',
        arguments: { query: 'x' },
        status: 'completed',
      },
      {
        id: 'fc_chatcmpl-1_3',
        call_id: 'd',
        type: 'function_call',
        name: 'send',
        namespace: 'mcp',
        arguments: '{"to":"you"}',
        status: 'completed',
      },
      { id: 'fc_chatcmpl-1_4', call_id: 'call_chatcmpl-1_4', type: 'function_call', name: 'unknown', arguments: '{}', status: 'completed' },
    ]);
  });

  test.each([
    ['{"input":"a\\u00e9\\ud83d\\ude00\\"\\d"}', 'aé😀"\\d'],
    [' { "input" : "x", "more": 1 }', 'x'],
    ['{"more":1,"input":"x"}', 'x'],
    ['{"patch":"x"}', 'x'],
    ['*** Begin Patch', '*** Begin Patch'],
    ['{"a":1,"b":"x"}', '{"a":1,"b":"x"}'],
    ['', ''],
  ])('finds the input of a custom tool in %s', (args, input) => {
    expect(outputOf([call('apply_patch', args)])).toMatchObject([{ input }]);
  });

  test('that is cut short says where', () => {
    expect(respond({ content: 'Hel' }, 'length')).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ status: 'incomplete' }],
    });
    expect(respond({}, 'content_filter')).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'content_filter' },
      output: [],
    });
    const calls = [call('a', '{"x":1}'), call('b', '{"x":'), call('apply_patch', '{"input":"ab')];
    expect(respond({ content: 'I look.', tool_calls: calls }, 'length').output).toMatchObject([
      { type: 'message', status: 'completed' },
      { name: 'a', status: 'completed' },
      { name: 'b', arguments: '{"x":', status: 'incomplete' },
      { name: 'apply_patch', input: 'ab', status: 'incomplete' },
    ]);
  });

  test('fails where the provider reports an error or gave no answer', () => {
    const failed = (body: Json) => responseOf(body, conversion, ids);
    expect(failed({ error: { message: 'Wait.', type: 'x', code: 429 } })).toMatchObject({
      id: 'resp_ours',
      created_at: ids.now,
      model: 'm',
      status: 'failed',
      error: { code: 'rate_limit_exceeded', message: 'Wait.' },
      output: [],
      usage: null,
    });
    expect(failed({ object: 'error', message: 'Bad.', type: 'BadRequestError' })).toMatchObject({
      error: { code: 'BadRequestError', message: 'Bad.' },
    });
    expect(failed({ error: 'Bad.' })).toMatchObject({ error: { code: 'server_error', message: 'Bad.' } });
    expect(failed({})).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
    expect(respond({ content: 'Hel' }, 'error')).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
  });

  test('takes over only an id, a time and text that every client can read', () => {
    const response = respond({ content: 'a\ud83d' }, 'stop', { id: `a"/\n${'x'.repeat(500)}`, created: 1.5 });
    expect(response.id).toMatch(/^resp_a__x+$/);
    expect(response.created_at).toBe(ids.now);
    expect(response.output).toMatchObject([{ id: expect.stringMatching(/^msg_x{40}_0$/), content: [{ text: 'a\ufffd' }] }]);
  });
});
