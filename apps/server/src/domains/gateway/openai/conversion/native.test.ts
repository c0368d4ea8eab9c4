import { type FakeLlm, type Step, startFakeLlm } from '@open-ace/testkit/fake-llm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatRequestOf } from './chat-request.ts';
import { responseOf } from './response-body.ts';
import { ResponseStream } from './response-stream.ts';

type Json = Record<string, unknown>;

let llm: FakeLlm;
beforeAll(async () => {
  llm = await startFakeLlm();
});
afterAll(() => llm.close());

const tools = [
  { type: 'function', name: 'exec_command', parameters: { type: 'object', properties: { cmd: { type: 'string' } } } },
  { type: 'custom', name: 'apply_patch' },
];
const request = { model: 'm', input: 'Go.', tools };
const ids = { fallback: 'ours', now: 0 };

/** The fake calls every function with the fields it is given: for a custom tool we ask for its input in one. */
const custom = (input: unknown) => ({ tool: 'apply_patch', input }) as Step;

async function send(path: string, body: object, step: Step): Promise<Response> {
  llm.director.queue.push(step);
  return fetch(`${llm.url}/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** Ids differ with every answer. */
const withoutIds = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, inner) => (['id', 'item_id', 'call_id'].includes(key) ? key : inner));

const steps: [string, Step, Step?][] = [
  [
    'text',
    { thinking: 'Let me think about it.', text: 'Hello, this is a text.', usage: { input: 10, output: 7, cacheRead: 3, reasoning: 2 } },
  ],
  ['a call', { text: 'I run it.', tool: 'shell', command: 'ls' }],
  ['a custom call', custom('*** Begin Patch\n'), custom({ input: '*** Begin Patch\n' })],
  ['what was cut', { text: 'Hello', stopReason: 'length' }],
];

test.each(steps)('a converted answer with %s has the native one’s shape', async (_, native, chat = native) => {
  const conversion = chatRequestOf(request);
  const expected = (await (await send('/responses', request, native)).json()) as Json;
  const completion = (await (await send('/chat/completions', conversion.body, chat)).json()) as Json;
  const response = responseOf(completion, conversion, ids);
  expect(withoutIds({ ...response, output: [] })).toMatchObject(withoutIds({ ...expected, output: [] }) as Json);
  expect(withoutIds(response.output)).toMatchObject(cutAsTheVendorDoes(expected));
});

/** The fake calls the item completed, too, that the answer's cut left incomplete. */
function cutAsTheVendorDoes({ output, status }: Json): Json[] {
  const items = withoutIds(output) as Json[];
  return status === 'incomplete' ? items.map((item) => ({ ...item, status: 'incomplete' })) : items;
}

const readEvents = (text: string): Json[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6)));

/** Pieces are cut elsewhere, so only that there were some counts. */
const typesOf = (events: Json[]) => events.map(({ type }) => type).filter((type, number, types) => type !== types[number - 1]);

test.each(steps)('a converted stream with %s has the native one’s events', async (_, native, chat = native) => {
  const streamed = { ...request, stream: true };
  const conversion = chatRequestOf(streamed);
  const expected = readEvents(await (await send('/responses', streamed, native)).text());
  const bytes = Buffer.from(await (await send('/chat/completions', conversion.body, chat)).arrayBuffer());
  const stream = new ResponseStream(conversion, ids);
  const events = readEvents(`${stream.push(bytes)?.toString() ?? ''}${stream.end()?.toString() ?? ''}`);
  expect(typesOf(events)).toEqual(typesOf(expected));
  const isCut = expected.at(-1)?.type === 'response.incomplete';
  for (const type of new Set(typesOf(expected))) {
    if (String(type).endsWith('.delta') || isCut) continue;
    const ours = events.filter((event) => event.type === type).map(({ sequence_number, ...event }) => withoutIds(event));
    const theirs = expected.filter((event) => event.type === type).map(({ sequence_number, ...event }) => withoutIds(event));
    expect(ours).toMatchObject(theirs as Json[]);
  }
});
