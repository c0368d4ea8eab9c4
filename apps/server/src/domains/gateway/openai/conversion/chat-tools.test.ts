import { describe, expect, test } from 'vitest';
import { Refusal } from '../../refusal.ts';
import { chatRequestOf } from './chat-request.ts';

type Json = Record<string, unknown>;

const convert = (body: Json) => chatRequestOf({ model: 'm', input: 'Hi', ...body });
const call = (id: string, name: string) => ({ type: 'function_call', call_id: id, name, arguments: '{}' });
const output = (id: string, text: string) => ({ type: 'function_call_output', call_id: id, output: text });

function refusal(body: Json): Refusal {
  try {
    convert(body);
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
  throw new Error('It was not refused.');
}

describe('tools', () => {
  const look = { type: 'function', name: 'look', description: 'Looks.', parameters: { type: 'object' }, strict: false };

  test('of the client are functions, each once; what OpenAI would do itself is left out', () => {
    const format = { type: 'grammar', syntax: 'lark', definition: 'start: "x"' };
    const tools = [
      look,
      look,
      { type: 'custom', name: 'apply_patch', description: 'Patches.', format },
      { type: 'local_shell' },
      { type: 'web_search' },
      { type: 'tool_search', execution: 'server' },
    ];
    const conversion = convert({ tools, parallel_tool_calls: false });
    expect(conversion.body).toMatchObject({ parallel_tool_calls: false });
    expect(conversion.body.tools).toEqual([
      { type: 'function', function: { name: 'look', description: 'Looks.', parameters: { type: 'object' }, strict: false } },
      {
        type: 'function',
        function: {
          name: 'apply_patch',
          description: 'Patches.\n\nThe input must follow this grammar (lark):\nstart: "x"',
          parameters: expect.objectContaining({ required: ['input'] }),
        },
      },
      {
        type: 'function',
        function: { name: 'local_shell', description: expect.any(String), parameters: expect.objectContaining({ required: ['command'] }) },
      },
    ]);
    expect(conversion.tools.tool('apply_patch')).toEqual({ kind: 'custom', name: 'apply_patch' });
    expect(conversion.tools.tool('nobody-offered-it')).toEqual({ kind: 'function', name: 'nobody-offered-it' });
  });

  test('within namespaces get names that chat completions take, the same in the history', () => {
    const long = 'n'.repeat(70);
    const tools = [
      {
        type: 'namespace',
        name: 'mcp__mail',
        description: '',
        tools: [
          { ...look, name: 'send' },
          { type: 'custom', name: 'raw' },
        ],
      },
      { type: 'namespace', name: 'functions', description: '', tools: [look] },
      {
        type: 'namespace',
        name: 'a',
        description: '',
        tools: [
          { ...look, name: long },
          { ...look, name: 'b' },
        ],
      },
      { ...look, name: 'a__b' },
    ];
    const input = [
      { ...call('1', 'send'), namespace: 'mcp__mail' },
      output('1', ''),
      { ...call('2', long), namespace: 'a' },
      output('2', ''),
    ];
    const { body, tools: names } = convert({ input: [{ type: 'additional_tools', role: 'developer', tools }, ...input] });
    const offered = (body.tools as { function: { name: string } }[]).map((tool) => tool.function.name);
    expect(offered).toMatchObject(['mcp__mail__send', 'mcp__mail__raw', 'look', expect.stringMatching(/^a__n{48}_\w{12}$/), 'a__b', /^/]);
    expect(new Set(offered).size).toBe(6);
    for (const name of offered) expect(name).toMatch(/^[\w-]{1,64}$/);
    expect(offered.map((name) => names.tool(name))).toMatchObject([
      { kind: 'function', name: 'send', namespace: 'mcp__mail' },
      { kind: 'custom', name: 'raw', namespace: 'mcp__mail' },
      { kind: 'function', name: 'look' },
      { name: long, namespace: 'a' },
      { name: 'b', namespace: 'a' },
      { name: 'a__b' },
    ]);
    expect(names.tool('look')).not.toHaveProperty('namespace');
    expect(body.messages).toMatchObject([
      { tool_calls: [{ function: { name: 'mcp__mail__send' } }] },
      { role: 'tool' },
      { tool_calls: [{ function: { name: offered[3] } }] },
      { role: 'tool' },
    ]);
  });

  test('are chosen as chat completions choose them', () => {
    const tools = [look, { type: 'custom', name: 'apply_patch' }, { type: 'local_shell' }];
    const chosen = (name: string) => ({ type: 'function', function: { name } });
    expect(convert({ tools, tool_choice: 'required' }).body.tool_choice).toBe('required');
    expect(convert({ tools, tool_choice: { type: 'function', name: 'look' } }).body.tool_choice).toEqual(chosen('look'));
    expect(convert({ tools, tool_choice: { type: 'custom', name: 'apply_patch' } }).body.tool_choice).toEqual(chosen('apply_patch'));
    expect(convert({ tools, tool_choice: { type: 'local_shell' } }).body.tool_choice).toEqual(chosen('local_shell'));
    const allowed = { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'look' }, { type: 'web_search' }] };
    expect(convert({ tools, tool_choice: allowed }).body).toMatchObject({
      tool_choice: 'required',
      tools: [{ function: { name: 'look' } }],
    });
  });

  test('that are none take no choice and no parallel calls along', () => {
    const { body } = convert({ tools: [{ type: 'web_search' }], tool_choice: 'auto', parallel_tool_calls: true });
    expect(Object.keys(body)).toEqual(['model', 'messages']);
  });

  test('that nobody can do are refused where they are demanded', () => {
    expect(refusal({ tools: [look, { type: 'web_search' }], tool_choice: { type: 'web_search' } }).reason).toBe('not_convertible');
    expect(refusal({ tools: [{ type: 'web_search' }], tool_choice: 'required' }).reason).toBe('not_convertible');
    expect(refusal({ tools: [look], tool_choice: { type: 'function', name: 'other' } }).reason).toBe('invalid_request');
    const none = { type: 'allowed_tools', mode: 'required', tools: [{ type: 'mcp', server_label: 'x' }] };
    expect(refusal({ tools: [look], tool_choice: none }).reason).toBe('not_convertible');
  });
});
