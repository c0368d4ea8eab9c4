import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../refusal.ts';
import { chatRequestOf } from './chat-request.ts';
import { responseOf } from './response-body.ts';
import { ResponseStream } from './response-stream.ts';

const ids = { fallback: 'ours', now: 1_800_000_000 };
const tools = [{ type: 'custom', name: 'apply_patch' }, { type: 'local_shell' }, { type: 'tool_search', execution: 'client' }];
const conversion = chatRequestOf({ model: 'm', input: 'Hi', tools });

const words = fc.string({ unit: fc.oneof(fc.constantFrom('a', '"', '\\', '\n', '\ud83d', '{', '}'), fc.string({ unit: 'grapheme' })) });
const line = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;

describe('hostile', () => {
  const listed = (text: string) => fc.constantFrom(...text.split(' '));
  const fieldNames = listed(
    'type role content name arguments call_id id output summary text tools namespace action input format image_url file_data ' +
      'command env function index tool_calls reasoning_content __proto__ toString',
  );
  const typeNames = listed(
    'message reasoning function_call function_call_output custom_tool_call custom_tool_call_output local_shell_call tool_search_call ' +
      'tool_search_output additional_tools item_reference input_text input_image input_file refusal function custom namespace local_shell ' +
      'tool_search allowed_tools json_schema user assistant system x constructor __proto__ hasOwnProperty',
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 5, depthSize: 'small' }, typeNames, words, fc.jsonValue({ maxDepth: 1 }), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.dictionary(fieldNames, tie('value'), { maxKeys: 6 }),
  }));
  const object = fc.dictionary(fieldNames, value, { maxKeys: 8 });
  const fieldsOf = (names: string[]) => fc.record(Object.fromEntries(names.map((field) => [field, value])), { requiredKeys: [] });
  const json = (body: unknown) => JSON.parse(JSON.stringify(body));

  test('requests are converted or refused', () => {
    const body = fc.oneof(
      fieldsOf(['instructions', 'input', 'tools', 'tool_choice', 'text', 'reasoning', 'metadata', 'max_output_tokens', 'stream', 'prompt']),
      fc.record({ input: fc.array(object), tools: fc.array(object) }),
    );
    fc.assert(
      fc.property(body, (fields) => {
        try {
          const converted = chatRequestOf(json({ model: 'm', ...fields }));
          expect(JSON.parse(JSON.stringify(converted.body))).toMatchObject({ model: 'm' });
        } catch (thrown) {
          if (!(thrown instanceof Refusal)) throw thrown;
          expect(thrown.status).toBe(400);
        }
      }),
      { numRuns: 2000 },
    );
  });

  const chunks = fc.oneof(
    fieldsOf(['id', 'object', 'created', 'model', 'choices', 'usage', 'error']),
    fc.record({
      choices: fc.array(fc.record({ index: fc.constantFrom(0, 1), message: object, delta: object, finish_reason: value })),
      usage: object,
    }),
  );

  test('answers in one piece become a response', () => {
    fc.assert(
      fc.property(chunks, (body) => {
        const response = responseOf(json(body), conversion, ids);
        expect(JSON.parse(JSON.stringify(response))).toMatchObject({ object: 'response', output: expect.any(Array) });
      }),
      { numRuns: 1000 },
    );
  });

  test('streams become events in their order, with one end', () => {
    const parts = fc.array(fc.oneof(chunks.map(line), words, fc.constant('\n'), fc.constant('data: [DONE]\n')));
    fc.assert(
      fc.property(parts, fc.nat(), (texts, cut) => {
        const bytes = Buffer.from(texts.join(''));
        const stream = new ResponseStream(conversion, ids);
        const at = cut % (bytes.length + 1);
        const written = [stream.push(bytes.subarray(0, at)), stream.push(bytes.subarray(at)), stream.end()].filter((part) => part !== null);
        // Nothing but a line feed ends a line: U+2028 may stand inside.
        const lines = Buffer.concat(written).toString().split('\n');
        const events = lines.filter((text) => text.startsWith('data: ')).map((text) => JSON.parse(text.slice(6)));
        expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, number) => number));
        const types = events.map((event) => event.type);
        expect(types.slice(0, 2)).toEqual(['response.created', 'response.in_progress']);
        expect(types.filter((type) => /^response\.(completed|incomplete|failed)$/.test(type))).toEqual(types.slice(-1));
        const added = events.filter(({ type }) => type === 'response.output_item.added').map((event) => event.output_index);
        expect(added).toEqual(added.map((_, number) => number));
      }),
      { numRuns: 1000 },
    );
  });
});
