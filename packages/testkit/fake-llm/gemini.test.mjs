// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { events, post, script } from './ask.mjs';
import { startFakeLlm } from './server.mjs';

/** @type {Awaited<ReturnType<typeof startFakeLlm>>} */
let llm;
before(async () => {
  llm = await startFakeLlm({ tokens: ['t'], models: ['gemini-x'] });
});
after(() => llm.close());

const tools = [{ functionDeclarations: [{ name: 'run_shell_command', parameters: { properties: { command: {} } } }] }];
/** @param {string} text */
const prompt = (text) => ({ role: 'user', parts: [{ text }] });
/** @param {string} method @param {any} body @param {Record<string, string>} [headers] */
const call = (method, body, headers) => post(`${llm.url}/v1beta/models/gemini-x:${method}`, body, headers);
const STREAM = 'streamGenerateContent?alt=sse';

test('a script plays thinking and a tool call, another call, then text', async () => {
  const steps = script({ thinking: 'Hm.', tool: 'shell', command: 'ls' }, { tool: 'shell', command: 'pwd' }, { text: 'Done.' });
  const first = await (await call('generateContent', { tools, contents: [prompt(steps)] })).json();
  const { parts, role } = first.candidates[0].content;
  assert.equal(role, 'model');
  assert.deepEqual(parts[0], { text: 'Hm.', thought: true });
  assert.deepEqual(parts[1].functionCall, { name: 'run_shell_command', args: { command: 'ls' } });
  assert.equal(first.candidates[0].finishReason, 'STOP');
  assert.equal(first.modelVersion, 'gemini-x');
  assert.ok(first.responseId);

  const result = { role: 'user', parts: [{ functionResponse: { name: 'run_shell_command', response: { output: 'a' } } }] };
  const turn = [{ role: 'model', parts }, result];
  const second = await (await call('generateContent', { tools, contents: [prompt(steps), ...turn] })).json();
  assert.deepEqual(second.candidates[0].content.parts, [{ functionCall: { name: 'run_shell_command', args: { command: 'pwd' } } }]);
  const third = await (await call('generateContent', { tools, contents: [prompt(steps), ...turn, ...turn] })).json();
  assert.deepEqual(third.candidates[0].content.parts, [{ text: 'Done.' }]);
});

test('a later prompt ends a script', async () => {
  const contents = [
    prompt(script({ text: 'one' }, { text: 'two' })),
    { role: 'model', parts: [{ text: 'one' }] },
    prompt('something else'),
  ];
  const answer = await (await call('generateContent', { contents })).json();
  assert.equal(answer.candidates[0].content.parts[0].text, 'Fake reply to: something else');
});

test('usage counts what is cached as prompt, and thoughts apart from what is said', async () => {
  const usage = { input: 10, cacheRead: 20, cacheWrite: 5, output: 30, reasoning: 12, toolUse: 3 };
  const answer = await (await call('generateContent', { contents: [prompt(script({ text: 'x', usage }))] })).json();
  assert.deepEqual(answer.usageMetadata, {
    promptTokenCount: 35,
    cachedContentTokenCount: 20,
    candidatesTokenCount: 18,
    thoughtsTokenCount: 12,
    toolUsePromptTokenCount: 3,
    totalTokenCount: 68,
  });
  const plain = await (await call('generateContent', { contents: [prompt(script({ text: 'x', usage: { cacheRead: 0 } }))] })).json();
  assert.deepEqual(plain.usageMetadata, { promptTokenCount: 1000, candidatesTokenCount: 50, totalTokenCount: 1050 });
});

test('a stream of events reports usage that grows, and ends its lines as Google does', async () => {
  const step = { thinking: 'thought '.repeat(6), text: 'said '.repeat(12), usage: { output: 40, reasoning: 16 } };
  const res = await call(STREAM, { contents: [prompt(script(step))] });
  assert.equal(res.headers.get('content-type'), 'text/event-stream');
  const sse = await res.text();
  assert.equal(sse.replaceAll('\r\n', '').includes('\n'), false);
  const chunks = events(sse);
  assert.equal(sse.split('\r\n\r\n').filter(Boolean).length, chunks.length);
  const parts = chunks.flatMap((c) => c.candidates[0].content.parts);
  /** @param {boolean} thought */
  const joined = (thought) =>
    parts
      .filter((p) => Boolean(p.thought) === thought)
      .map((p) => p.text)
      .join('');
  assert.equal(joined(true), step.thinking);
  assert.equal(joined(false), step.text);

  const counts = chunks.map((c) => c.usageMetadata.totalTokenCount);
  assert.deepEqual(
    counts,
    [...counts].sort((a, b) => a - b),
  );
  assert.ok(counts[0] < counts.at(-1));
  assert.equal(chunks[0].usageMetadata.candidatesTokenCount, undefined); // nothing said yet
  assert.equal(chunks.at(-1).usageMetadata.candidatesTokenCount, 24);
  assert.equal(chunks.at(-1).usageMetadata.thoughtsTokenCount, 16);
  assert.deepEqual(chunks.map((c) => c.candidates[0].finishReason).filter(Boolean), ['STOP']);
  assert.equal(new Set(chunks.map((c) => c.responseId)).size, 1);
});

test('without alt=sse a stream is a JSON array', async () => {
  const res = await call('streamGenerateContent', {
    contents: [prompt(script({ text: 'a text of several chunks', stopReason: 'length' }))],
  });
  assert.match(String(res.headers.get('content-type')), /^application\/json/);
  const raw = await res.text();
  assert.match(raw, /\n,\r\n/);
  const chunks = JSON.parse(raw);
  assert.ok(chunks.length > 2);
  const text = chunks.map((/** @type {any} */ c) => c.candidates[0].content.parts[0].text).join('');
  assert.equal(text, 'a text of several chunks');
  assert.equal(chunks.at(-1).candidates[0].finishReason, 'MAX_TOKENS');
});

test('countTokens counts', async () => {
  assert.deepEqual(await (await call('countTokens', { contents: [prompt('hello')] })).json(), { totalTokens: 1000 });
});

test('models are listed and found by name', async () => {
  const headers = { 'x-goog-api-key': 't' };
  const list = await (await fetch(`${llm.url}/v1beta/models`, { headers })).json();
  assert.deepEqual(
    list.models.map((/** @type {any} */ m) => m.name),
    ['models/gemini-x'],
  );
  const one = await (await fetch(`${llm.url}/v1beta/models/gemini-x`, { headers })).json();
  assert.deepEqual(one, list.models[0]);
  const none = await fetch(`${llm.url}/v1beta/models/other`, { headers });
  assert.equal(none.status, 404);
  assert.equal((await none.json()).error.status, 'NOT_FOUND');
});

test('a key comes in x-goog-api-key or as a bearer', async () => {
  const body = { contents: [prompt('hi')] };
  assert.equal((await call('generateContent', body, { 'x-goog-api-key': 't' })).status, 200);
  assert.equal((await call('generateContent', body, { authorization: 'Bearer t' })).status, 200);
  const refused = await call('generateContent', body, { 'x-goog-api-key': 'wrong' });
  assert.equal(refused.status, 401);
  assert.deepEqual((await refused.json()).error, { code: 401, message: 'invalid proxy token', status: 'UNAUTHENTICATED' });
});

test('errors have the shape of Google: alone, in an array, with when to come again', async () => {
  const body = { contents: [prompt(script({ error: { status: 429, retryAfter: 7 } }))] };
  const alone = await call(STREAM, body);
  assert.equal(alone.status, 429);
  const { error } = await alone.json();
  assert.equal(error.status, 'RESOURCE_EXHAUSTED');
  assert.deepEqual(error.details, [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' }]);
  assert.equal((await (await call('streamGenerateContent', body)).json())[0].error.code, 429);
  for (const [status, name] of /** @type {const} */ ([
    [400, 'INVALID_ARGUMENT'],
    [403, 'PERMISSION_DENIED'],
    [500, 'INTERNAL'],
    [503, 'UNAVAILABLE'],
  ])) {
    const answer = await call('generateContent', { contents: [prompt(script({ error: { status } }))] });
    assert.equal((await answer.json()).error.status, name);
  }
});

test('an error in a stream comes after the answer began: as bare JSON, an event, or an element', async () => {
  /** @param {true | 'data'} inStream */
  const body = (inStream) => ({ contents: [prompt(script({ text: 'x', error: { status: 503, inStream } }))] });
  const bare = await (await call(STREAM, body(true))).text();
  assert.equal(events(bare).length, 1);
  assert.equal(JSON.parse(bare.slice(bare.indexOf('\r\n\r\n'))).error.status, 'UNAVAILABLE');
  const asEvent = events(await (await call(STREAM, body('data'))).text());
  assert.equal(asEvent[1].error.code, 503);
  const asElement = await (await call('streamGenerateContent', body(true))).json();
  assert.equal(asElement.length, 2);
  assert.equal(asElement[1].error.code, 503);
});

test('the path of Vertex AI speaks it too', async () => {
  const path = '/v1/projects/p/locations/l/publishers/google/models/gemini-x:generateContent';
  const answer = await (await post(llm.url + path, { contents: [prompt('hi')] })).json();
  assert.equal(answer.candidates[0].content.parts[0].text, 'Fake reply to: hi');
});
