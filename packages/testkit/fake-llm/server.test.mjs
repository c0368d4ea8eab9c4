// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { providerFor } from './ask.mjs';
import { startFakeLlm } from './server.mjs';

/** @type {Awaited<ReturnType<typeof startFakeLlm>>} */
let llm;
before(async () => {
  llm = await startFakeLlm({ tokens: ['t'] });
});
after(() => llm.close());

/** @param {string} path @param {any} body @param {string} [token] */
const post = (path, body, token = 't') =>
  fetch(llm.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
/** @param {string} sse */
const events = (sse) =>
  sse
    .split('\n')
    .filter((l) => l.startsWith('data: {'))
    .map((l) => JSON.parse(l.slice(6)));
const script = '@@fake [{"tool":"shell","command":"ls"},{"text":"Done."}]';

test('a wrong token is refused in the shape of the API', async () => {
  const res = await post('/v1/messages', { messages: [] }, 'wrong');
  assert.equal(res.status, 401);
  assert.equal((await res.json()).error.type, 'authentication_error');
});

test('anthropic: a script plays a tool call, then text', async () => {
  const tools = [{ name: 'Bash', input_schema: { properties: { command: {}, description: {} } } }];
  const first = await (await post('/v1/messages', { model: 'm', tools, messages: [{ role: 'user', content: script }] })).json();
  assert.equal(first.stop_reason, 'tool_use');
  assert.deepEqual(first.content[0].input, { command: 'ls', description: 'Run a scripted command' });
  const messages = [
    { role: 'user', content: script },
    { role: 'assistant', content: first.content },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: first.content[0].id, content: 'a' }] },
  ];
  const second = events(await (await post('/prefix/v1/messages?beta=true', { model: 'm', stream: true, tools, messages })).text());
  assert.equal(
    second
      .filter((e) => e.type === 'content_block_delta')
      .map((e) => e.delta.text)
      .join(''),
    'Done.',
  );
  assert.equal(second.find((e) => e.type === 'message_delta').usage.output_tokens, 50);
});

test('chat: usage comes only when asked for, and counts cached tokens as prompt tokens', async () => {
  const body = { model: 'm', stream: true, messages: [{ role: 'user', content: 'hello' }] };
  assert.equal(events(await (await post('/v1/chat/completions', body)).text()).filter((e) => e.usage).length, 0);
  const withUsage = events(await (await post('/v1/chat/completions', { ...body, stream_options: { include_usage: true } })).text());
  assert.equal(withUsage.at(-1).usage.prompt_tokens, 1200);
});

test('responses: function call, then text; a later prompt ends the script', async () => {
  const tools = [{ type: 'function', name: 'exec_command', parameters: { properties: { cmd: {} } } }];
  const input = [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: script }] }];
  const first = events(await (await post('/v1/responses', { model: 'm', stream: true, tools, input })).text()).at(-1).response;
  assert.equal(first.output[0].arguments, '{"cmd":"ls"}');
  const next = [...input, { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'something else' }] }];
  const second = await (await post('/v1/responses', { model: 'm', tools, input: next })).json();
  assert.equal(second.output[0].content[0].text, 'Fake reply to: something else');
});

test('errors: status, retry-after, and a limited number of times', async () => {
  const body = {
    model: 'm',
    messages: [{ role: 'user', content: '@@fake [{"error":{"status":429,"retryAfter":2,"times":1}},{"text":"ok now"}]' }],
  };
  const first = await post('/v1/chat/completions', body);
  assert.equal(first.status, 429);
  assert.equal(first.headers.get('retry-after'), '2');
  assert.equal((await (await post('/v1/chat/completions', body)).json()).choices[0].message.content, 'ok now');
});

test('a body that is not JSON is refused, and an unknown path is not taken for an unknown model', async () => {
  const refused = await fetch(`${llm.url}/v1/chat/completions`, { method: 'POST', headers: { authorization: 'Bearer t' }, body: '{' });
  assert.equal(refused.status, 400);
  const unknown = await post('/v1/nothing', {});
  assert.equal(unknown.status, 404);
  assert.equal((await unknown.json()).error.code, null);
});

test('a cut stream arrives up to the cut', async () => {
  const res = await post('/v1/messages', {
    model: 'm',
    stream: true,
    messages: [{ role: 'user', content: '@@fake [{"text":"a text that is cut off","cutAfter":4}]' }],
  });
  let got = '';
  await assert.rejects(async () => {
    for await (const part of /** @type {any} */ (res.body)) got += Buffer.from(part).toString();
  });
  assert.equal(events(got).length, 4);
});

test('in a ring, ids of answers repeat and ids of requests do not', async (t) => {
  const ringed = await providerFor(t, { ring: 2 });
  const ask = async () => {
    const res = await fetch(`${ringed.url}/v1/messages`, { method: 'POST', body: '{"model":"m","messages":[]}' });
    return { answer: (await res.json()).id, request: res.headers.get('request-id') };
  };
  const four = [await ask(), await ask(), await ask(), await ask()];
  assert.equal(new Set(four.map(({ answer }) => answer)).size, 2);
  assert.equal(new Set(four.map(({ request }) => request)).size, 4);
  const setRing = (/** @type {unknown} */ size) => fetch(`${ringed.url}/__fake/ring`, { method: 'POST', body: JSON.stringify({ size }) });
  assert.equal((await setRing(1001)).status, 500);
  assert.equal((await setRing(null)).status, 200);
  assert.notEqual((await ask()).answer, (await ask()).answer);
});
