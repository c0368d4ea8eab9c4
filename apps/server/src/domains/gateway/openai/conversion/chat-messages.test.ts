import { describe, expect, test } from 'vitest';
import { chatRequestOf } from './chat-request.ts';

type Json = Record<string, unknown>;

const convert = (body: Json) => chatRequestOf({ model: 'm', input: 'Hi', ...body });
const messages = (input: unknown, body: Json = {}) => convert({ ...body, input }).body.messages;
const user = (content: unknown) => ({ role: 'user', content });
const call = (id: string, name = 'look', args = '{}') => ({ type: 'function_call', call_id: id, name, arguments: args });
const output = (id: string, text: unknown) => ({ type: 'function_call_output', call_id: id, output: text });
const toolCall = (id: string, name = 'look', args = '{}') => ({ id, type: 'function', function: { name, arguments: args } });

describe('messages', () => {
  test('begin with the instructions; texts of the system that follow each other are one', () => {
    const developer = {
      type: 'message',
      role: 'developer',
      content: [
        { type: 'input_text', text: 'B' },
        { type: 'input_text', text: 'C' },
      ],
    };
    expect(messages([developer, user('Hi'), { role: 'system', content: 'D' }], { instructions: 'A' })).toEqual([
      { role: 'system', content: 'A\n\nB\n\nC' },
      { role: 'user', content: 'Hi' },
      { role: 'system', content: 'D' },
    ]);
    expect(messages('Hi', { instructions: '' })).toEqual([{ role: 'user', content: 'Hi' }]);
  });

  test('of the user keep images and files', () => {
    const content = [
      { type: 'input_text', text: 'What is this?' },
      { type: 'input_image', image_url: 'data:image/png;base64,AA', detail: 'original' },
      { type: 'input_image', image_url: 'https://example.com/a.png' },
      { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA' },
      { type: 'input_audio', input_audio: { data: 'AA', format: 'mp3' } },
    ];
    expect(messages([user(content)])).toEqual([
      user([
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AA', detail: 'high' } },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA' } },
        { type: 'input_audio', input_audio: { data: 'AA', format: 'mp3' } },
      ]),
    ]);
  });

  test('of the model take its refusals as its words', () => {
    const content = [
      { type: 'output_text', text: 'No.', annotations: [] },
      { type: 'refusal', refusal: 'I will not.' },
    ];
    expect(messages([{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content }])).toEqual([
      { role: 'assistant', content: 'No.\n\nI will not.' },
    ]);
  });
});

describe('tool calls', () => {
  test('are one message with the words and the readable reasoning before them', () => {
    const items = [
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Let me see.' }] },
      { role: 'assistant', content: 'I look.' },
      call('1', 'look', '{"at":1}'),
      call('2', 'look', ''),
      output('1', 'one'),
      output('2', [{ type: 'input_text', text: 'two' }]),
      { type: 'reasoning', summary: [], encrypted_content: 'secret' },
      { role: 'assistant', content: 'Done.' },
    ];
    expect(messages(items)).toEqual([
      {
        role: 'assistant',
        content: 'I look.',
        reasoning_content: 'Let me see.',
        tool_calls: [toolCall('1', 'look', '{"at":1}'), toolCall('2', 'look', '{}')],
      },
      { role: 'tool', tool_call_id: '1', content: 'one' },
      { role: 'tool', tool_call_id: '2', content: 'two' },
      { role: 'assistant', content: 'Done.' },
    ]);
  });

  test('are answered directly and in their order, however their outputs come', () => {
    const items = [call('1'), call('2'), output('2', 'b'), user('Hurry.'), call('3'), output('1', 'a'), output('3', 'c')];
    expect(messages(items)).toEqual([
      { role: 'assistant', content: null, tool_calls: [toolCall('1'), toolCall('2')] },
      { role: 'tool', tool_call_id: '1', content: 'a' },
      { role: 'tool', tool_call_id: '2', content: 'b' },
      { role: 'user', content: 'Hurry.' },
      { role: 'assistant', content: null, tool_calls: [toolCall('3')] },
      { role: 'tool', tool_call_id: '3', content: 'c' },
    ]);
  });

  test('with one id for several calls are answered in their order', () => {
    expect(messages([call('x'), output('x', 'a'), call('x'), output('x', 'b')])).toMatchObject([
      { role: 'assistant' },
      { role: 'tool', content: 'a' },
      { role: 'assistant' },
      { role: 'tool', content: 'b' },
    ]);
  });

  test('have images of their outputs follow as the user’s', () => {
    const image = { type: 'input_image', image_url: 'data:image/png;base64,AA' };
    expect(messages([call('1'), call('2'), output('1', [image]), output('2', 'b')])).toMatchObject([
      { role: 'assistant' },
      { role: 'tool', tool_call_id: '1', content: '(The rest of this output follows in the next message of the user.)' },
      { role: 'tool', tool_call_id: '2', content: 'b' },
      { role: 'user', content: [{ type: 'text' }, { type: 'image_url', image_url: { url: image.image_url } }] },
    ]);
  });

  test('of custom tools, of the local shell and of a search for tools are calls of functions', () => {
    const action = { type: 'exec', command: ['ls'], working_directory: '/tmp', timeout_ms: 5, env: {} };
    const items = [
      { type: 'custom_tool_call', call_id: '1', name: 'apply_patch', input: '*** "Begin"\n' },
      { type: 'custom_tool_call_output', call_id: '1', output: 'ok' },
      { type: 'local_shell_call', id: 'lsh_1', call_id: '2', status: 'completed', action },
      { type: 'local_shell_call_output', id: '2', output: 'a.txt' },
      { type: 'tool_search_call', call_id: '3', execution: 'client', arguments: { query: 'mail' } },
      { type: 'tool_search_output', call_id: '3', execution: 'client', status: 'completed', tools: [{ type: 'function', name: 'send' }] },
    ];
    const converted = convert({ input: items }).body;
    expect(converted.messages).toMatchObject([
      { tool_calls: [toolCall('1', 'apply_patch', '{"input":"*** \\"Begin\\"\\n"}')] },
      { role: 'tool', content: 'ok' },
      { tool_calls: [toolCall('2', 'local_shell', '{"command":["ls"],"workdir":"/tmp","timeout_ms":5}')] },
      { role: 'tool', content: 'a.txt' },
      { tool_calls: [toolCall('3', 'tool_search', '{"query":"mail"}')] },
      { role: 'tool', content: '{"tools":["send"]}' },
    ]);
    expect(converted.tools).toMatchObject([{ function: { name: 'send' } }]);
  });
});
