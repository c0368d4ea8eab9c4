// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { post, script } from './ask.mjs';
import { startFakeLlm } from './server.mjs';

/** @type {Awaited<ReturnType<typeof startFakeLlm>>} */
let llm;
before(async () => {
  llm = await startFakeLlm({ tokens: ['t'] });
});
after(() => llm.close());

/** @param {any} body */
const embed = async (body) => (await post(`${llm.url}/v1/embeddings`, { model: 'e', ...body })).json();

test('a text, several texts, tokens and several token arrays are embedded, one vector each', async () => {
  const one = await embed({ input: 'two words' });
  assert.deepEqual([one.object, one.model, one.data.length], ['list', 'e', 1]);
  assert.deepEqual(one.usage, { prompt_tokens: 2, total_tokens: 2 });
  const several = await embed({ input: ['two words', 'and three words'] });
  assert.deepEqual(several.usage, { prompt_tokens: 5, total_tokens: 5 });
  assert.deepEqual(
    several.data.map((/** @type {any} */ d) => d.index),
    [0, 1],
  );
  assert.deepEqual(several.data[0].embedding, one.data[0].embedding);
  assert.notDeepEqual(several.data[1].embedding, one.data[0].embedding);
  assert.equal((await embed({ input: [5, 6, 7] })).data.length, 1);
  const arrays = await embed({ input: [[5, 6, 7], [8]] });
  assert.deepEqual([arrays.data.length, arrays.usage.prompt_tokens], [2, 4]);
});

test('base64 says the same numbers as floats, as many as wanted', async () => {
  const floats = (await embed({ input: 'x', dimensions: 5, encoding_format: 'float' })).data[0].embedding;
  const base64 = (await embed({ input: 'x', dimensions: 5, encoding_format: 'base64' })).data[0].embedding;
  assert.equal(floats.length, 5);
  const bytes = Buffer.from(base64, 'base64');
  assert.deepEqual(
    Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4)),
    floats,
  );
});

test('a script in the input decides usage and errors', async () => {
  assert.equal((await embed({ input: script({ usage: { input: 77 } }) })).usage.prompt_tokens, 77);
  assert.equal((await embed({ input: script({ noUsage: true }) })).usage, undefined);
  const refused = await post(`${llm.url}/v1/embeddings`, { model: 'e', input: script({ error: { status: 429 } }) });
  assert.equal(refused.status, 429);
  assert.equal((await refused.json()).error.code, 'rate_limit_exceeded');
});

test('gemini embeds one content or a batch', async () => {
  const base = `${llm.url}/v1beta/models/e`;
  const request = { model: 'models/e', content: { parts: [{ text: 'hello' }] }, outputDimensionality: 3 };
  const one = await (await post(`${base}:embedContent`, request)).json();
  assert.equal(one.embedding.values.length, 3);
  const batch = await (await post(`${base}:batchEmbedContents`, { requests: [request, { ...request, outputDimensionality: 4 }] })).json();
  assert.deepEqual(batch.embeddings[0], one.embedding);
  assert.equal(batch.embeddings[1].values.length, 4);
});

test('an account holds embeddings without an id of an answer', async () => {
  const before = llm.account.length;
  await embed({ input: 'one two three' });
  assert.deepEqual(llm.account[before]?.usage, { input: 3, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 });
  assert.deepEqual([llm.account[before]?.answerId, llm.account[before]?.finished], [null, true]);
});
