import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatRequestOf } from './chat-request.ts';
import { responseOf } from './response-body.ts';
import { ResponseStream } from './response-stream.ts';

type Json = Record<string, unknown>;
type Event = Json & { type: string; delta?: string; item_id?: string; item?: Json; response?: Json & { output: Json[] } };

const ids = { fallback: 'ours', now: 1_800_000_000 };
const conversion = chatRequestOf({
  model: 'm',
  input: 'Hi',
  tools: [
    { type: 'function', name: 'look' },
    { type: 'custom', name: 'apply_patch' },
    { type: 'local_shell' },
    { type: 'tool_search', execution: 'client' },
    {
      type: 'namespace',
      name: 'mcp',
      description: '',
      tools: [
        { type: 'function', name: 'send' },
        { type: 'custom', name: 'raw' },
      ],
    },
  ],
});

/** Text with characters of several bytes and halves of some. */
const words = fc.string({
  unit: fc.oneof(fc.constantFrom('a', '"', '\\', '\n', 'é', '😀', '\ud83d', '{', '}'), fc.string({ unit: 'grapheme' })),
});
const cuts = fc.array(fc.nat(), { maxLength: 12 });
const name = fc.constantFrom('look', 'apply_patch', 'local_shell', 'tool_search', 'mcp__send', 'mcp__raw', 'unknown');
const args = fc.oneof(
  words.map((input) => JSON.stringify({ input })),
  // What goes on behind the end of its object is a fault of the provider's, with a test of its own.
  words.map((input) => `{ "input": "${input}`).filter((text) => !/\}\s*\S/.test(text)),
  fc.json().map((value) => `{"a":${value}}`),
  fc.constant(''),
  words.map((text) => `x${text}`),
);
const answer = fc.record({
  reasoning: words,
  text: words,
  refusal: fc.oneof(fc.constant(''), words),
  calls: fc.array(fc.record({ name, args }), { maxLength: 4 }),
  finish: fc.constantFrom('stop', 'tool_calls', 'length', 'content_filter'),
});
type Answer = Omit<typeof answer extends fc.Arbitrary<infer Value> ? Value : never, 'finish'> & { finish: string };

const places = (at: number[], length: number) => [0, ...at.map((cut) => cut % (length + 1)).sort((a, b) => a - b), length];

function pieces(whole: string, at: number[]): string[] {
  const bounds = places(at, whole.length);
  return bounds.slice(1).map((end, number) => whole.slice(bounds[number], end));
}

const usage = { prompt_tokens: 3, completion_tokens: 2 };
const head = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'real' };
const withIds = (calls: Answer['calls']) => calls.map((call, index) => ({ ...call, index, id: `call_${index}` }));

const completionOf = ({ reasoning, text, refusal, calls, finish }: Answer): Json => ({
  ...head,
  choices: [
    {
      index: 0,
      finish_reason: finish,
      message: {
        role: 'assistant',
        content: text,
        refusal,
        reasoning_content: reasoning,
        tool_calls: withIds(calls).map(({ id, name, args }) => ({ id, type: 'function', function: { name, arguments: args } })),
      },
    },
  ],
  usage,
});

/** The deltas of an answer: reasoning, text and refusal in pieces, then the calls, dealt one piece each in turn. */
function deltasOf({ reasoning, text, refusal, calls }: Answer, at: number[], isInterleaved: boolean): Json[] {
  const spoken = [
    ...pieces(reasoning, at).map((piece) => ({ reasoning_content: piece })),
    ...pieces(text, at).map((piece) => ({ content: piece })),
    ...pieces(refusal, at).map((piece) => ({ refusal: piece })),
  ];
  const begun = withIds(calls).map(({ index, id, name, args }) => {
    const called = pieces(args, at).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] }));
    return [{ tool_calls: [{ index, id, function: { name, arguments: '' } }] }, ...called];
  });
  const longest = Math.max(0, ...begun.map((deltas) => deltas.length));
  const dealt = Array.from({ length: longest }, (_, turn) => begun.flatMap((deltas) => deltas[turn] ?? []));
  return [...spoken, ...(isInterleaved ? dealt : begun).flat()];
}

const line = (data: unknown) => `data: ${JSON.stringify(data)}\r\n\r\n`;
const streamOf = (deltas: Json[], finish: string) =>
  [
    ...deltas.map((delta) => line({ ...head, choices: [{ index: 0, delta, finish_reason: null }] })),
    line({ ...head, choices: [{ index: 0, delta: {}, finish_reason: finish }] }),
    line({ ...head, choices: [], usage }),
    'data: [DONE]\n\n',
  ].join('');

function convert(bytes: Buffer, at: number[], with_ = conversion): Event[] {
  const stream = new ResponseStream(with_, ids);
  const bounds = places(at, bytes.length);
  const parts = bounds.slice(1).map((end, number) => stream.push(bytes.subarray(bounds[number], end)));
  const written = [...parts, stream.end()].filter((part) => part !== null);
  const events = Buffer.concat(written).toString('utf8').split('\n\n').filter(Boolean);
  return events.map((event) => JSON.parse(event.slice(event.indexOf('\ndata: ') + 7)));
}

/** What clients do with the events; fails where one does not fit. The items that were announced as done, each in its place. */
function replay(events: Event[]): (Json | null)[] {
  const open = new Map<string, Map<string, string>>();
  const items: (Json | null)[] = [];
  for (const [number, event] of events.entries()) {
    expect(event.sequence_number).toBe(number);
    const [, kind = '', step = ''] = /^response\.(\w+)\.(\w+)$/.exec(event.type) ?? [];
    if (event.type === 'response.output_item.added') {
      expect(event.output_index).toBe(items.push(null) - 1);
      open.set(String(event.item?.id), new Map());
    } else if (event.type === 'response.output_item.done') {
      expect(event.output_index).toBe(items.length - 1);
      expect(open.delete(String(event.item?.id))).toBe(true);
      items[items.length - 1] = event.item ?? null;
    } else if (step === 'delta' || step === 'done') checkText(event, kind, step, open.get(event.item_id ?? ''));
  }
  return items;
}

const fields: Record<string, string> = {
  reasoning_summary_text: 'text',
  output_text: 'text',
  refusal: 'refusal',
  function_call_arguments: 'arguments',
  custom_tool_call_input: 'input',
};

function checkText(event: Event, kind: string, step: string, deltas: Map<string, string> | undefined): void {
  const field = fields[kind];
  if (field === undefined) return;
  expect(deltas).toBeDefined();
  const part = `${kind} ${event.content_index ?? 0}`;
  if (step === 'delta') {
    expect(event.delta).not.toBe('');
    expect(event.delta).not.toMatch(/\p{Surrogate}/u);
    deltas?.set(part, (deltas.get(part) ?? '') + event.delta);
  } else expect(deltas?.get(part) ?? '').toBe(event[field]);
}

const lastOf = (events: Event[]) => events.at(-1)?.response;

describe('any streamed answer', () => {
  test('gives the response of the same answer in one piece, wherever it is cut and however its calls come', () => {
    fc.assert(
      fc.property(answer, cuts, cuts, fc.boolean(), (given, at, byteCuts, isInterleaved) => {
        const events = convert(Buffer.from(streamOf(deltasOf(given, at, isInterleaved), given.finish)), byteCuts);
        const items = replay(events);
        const whole = responseOf(completionOf(given), conversion, ids);
        expect(lastOf(events)).toEqual(whole);
        const isUnfinished = (item: Json) => 'call_id' in item && item.status === 'incomplete';
        expect(items).toEqual((whole.output as Json[]).map((item) => (isUnfinished(item) ? null : item)));
      }),
      { numRuns: 1000 },
    );
  });

  test('that comes in an order of its own loses nothing and says nothing twice', () => {
    fc.assert(
      fc.property(answer, cuts, fc.infiniteStream(fc.nat()), (given, at, random) => {
        const shuffled = shuffle(deltasOf(given, at, true), random);
        const events = convert(Buffer.from(streamOf(shuffled, 'stop')), at);
        const items = replay(events);
        expect(items).toEqual(lastOf(events)?.output);
        const whole = responseOf(completionOf({ ...given, finish: 'stop' }), conversion, ids);
        expect(gist(lastOf(events)?.output ?? [])).toEqual(gist(whole.output as Json[]));
      }),
      { numRuns: 500 },
    );
  });
});

/** Mixes the kinds of deltas, and keeps the order within each, as a provider must. */
function shuffle(deltas: Json[], random: Iterable<number>): Json[] {
  const kinds = [
    deltas.filter((delta) => 'reasoning_content' in delta),
    deltas.filter((delta) => 'content' in delta),
    deltas.filter((delta) => 'refusal' in delta),
    deltas.filter((delta) => 'tool_calls' in delta),
  ];
  const mixed: Json[] = [];
  for (const number of random) {
    const left = kinds.filter((kind) => kind.length > 0);
    if (left.length === 0) break;
    const next = left[number % left.length]?.shift();
    if (next) mixed.push(next);
  }
  return mixed;
}

/** What was said and called, whatever the order. Characters that can be told in two halves may be torn apart so. */
function gist(output: Json[]) {
  const texts = (type: string, list: string, field: string) =>
    output
      .filter((item) => item.type === type)
      .flatMap((item) => item[list] as Json[])
      .map((part) => part[field] ?? '')
      .join('')
      .replace(/[\u{10000}-\u{10ffff}\ufffd]/gu, '');
  // White space behind the end of its object says nothing, and comes too late where other deltas came between.
  const said = (value: unknown) => (typeof value === 'string' ? value.trimEnd() : value);
  const calls = output.filter((item) => 'call_id' in item).map(({ id, ...call }) => ({ ...call, arguments: said(call.arguments) }));
  return {
    reasoning: texts('reasoning', 'summary', 'text'),
    text: texts('message', 'content', 'text'),
    refusal: texts('message', 'content', 'refusal'),
    calls,
  };
}

const outputFor = ({ type, call_id }: Json): Json =>
  type === 'tool_search_call' ? { type: 'tool_search_output', call_id, tools: [] } : { type: `${type}_output`, call_id, output: 'ok' };

describe('a tool call', () => {
  test('that goes back as it came is what the model said', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ name, args }), { minLength: 1, maxLength: 4 }), words, (calls, text) => {
        const given = { reasoning: '', text, refusal: '', calls, finish: 'tool_calls' };
        const { output } = responseOf(completionOf(given), conversion, ids) as { output: Json[] };
        const outputs = output.flatMap((item) => (item.call_id ? [outputFor(item)] : []));
        const tools = conversion.echo.tools;
        const again = chatRequestOf({ model: 'm', input: [...output, ...outputs], tools }).body.messages as Json[];
        const [message, ...answers] = again;
        expect(answers.map((answer) => answer.tool_call_id)).toEqual(calls.map((_, index) => `call_${index}`));
        const back = { id: 'chatcmpl-1', created: head.created, model: 'real', choices: [{ message, finish_reason: 'tool_calls' }], usage };
        expect(responseOf(back, conversion, ids).output).toEqual(output);
      }),
    );
  });
});
