import type { CreateProviderKey } from '@open-ace/contracts/provider-key';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, bearer, type LlmDoor, type LlmPlace, openLlmDoor, postTo } from '../../../test/llm-door.ts';
import { conservativeInput } from './estimates.ts';

let door: LlmDoor;
let place: LlmPlace;
let token: string;
beforeAll(async () => {
  door = await openLlmDoor();
  place = await door.place();
  token = (await place.tenant.admin.client.apiToken.create.mutate({ name: 'all doors' })).token;
  const keys: Partial<CreateProviderKey>[] = [
    { provider: 'openai' },
    { provider: 'google' },
    { provider: 'openai-compatible', models: ['converted-*'] },
  ];
  for (const key of keys) await place.addKey(key as CreateProviderKey);
});
afterAll(() => door.close());

interface Asking {
  prompt: string;
  stream: boolean;
  max?: number;
}

interface Spoken {
  path(stream: boolean): string;
  body(asking: Asking): object;
  /** The word for an answer that ended because its limit was reached. */
  limitWord: string;
  /** Where the upstream's request names the limit. */
  limitSent(body: unknown): unknown;
  error: object;
}

const chatBody = ({ prompt, stream, max }: Asking) => ({
  model: 'gpt-5',
  stream,
  ...(max && { max_completion_tokens: max }),
  messages: [{ role: 'user', content: prompt }],
});
const responsesBody = ({ prompt, stream, max }: Asking) => ({
  model: 'gpt-5',
  stream,
  ...(max && { max_output_tokens: max }),
  input: prompt,
});
const field = (name: string) => (body: unknown) => (body as Record<string, unknown>)[name];
const openaiError = { error: { message: expect.any(String), type: expect.any(String), param: null } };

const protocols: Record<string, Spoken> = {
  'Anthropic Messages': {
    path: () => '/llm/v1/messages',
    body: ({ prompt, stream, max = 1000 }) => ({
      model: 'claude-sonnet-4-5',
      stream,
      max_tokens: max,
      messages: [{ role: 'user', content: prompt }],
    }),
    limitWord: 'max_tokens',
    limitSent: field('max_tokens'),
    error: { type: 'error', error: { type: expect.any(String), message: expect.any(String) } },
  },
  'Chat Completions': {
    path: () => '/llm/v1/chat/completions',
    body: chatBody,
    limitWord: 'length',
    limitSent: field('max_completion_tokens'),
    error: openaiError,
  },
  Responses: {
    path: () => '/llm/v1/responses',
    body: responsesBody,
    limitWord: 'response.incomplete',
    limitSent: field('max_output_tokens'),
    error: openaiError,
  },
  'Responses, converted': {
    path: () => '/llm/v1/responses',
    body: (asking) => ({ ...responsesBody(asking), model: 'converted-model' }),
    limitWord: 'response.incomplete',
    limitSent: field('max_tokens'),
    error: openaiError,
  },
  Gemini: {
    path: (stream) => `/llm/v1beta/models/gemini-2.5-flash:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    body: ({ prompt, max }) => ({
      contents: [{ role: 'user', parts: [{ text: prompt }] }],
      ...(max && { generationConfig: { maxOutputTokens: max } }),
    }),
    limitWord: 'MAX_TOKENS',
    limitSent: (body) => (body as { generationConfig?: { maxOutputTokens?: number } }).generationConfig?.maxOutputTokens,
    error: { error: { code: expect.any(Number), message: expect.any(String), status: expect.any(String) } },
  },
};
const names = Object.keys(protocols);
const both = names.flatMap((name) => [false, true].map((stream) => [name, stream] as const));

const usage = { input: 4321, output: 65, cacheRead: 87, reasoning: 0 };
const figures = { inputTokens: 4321, outputTokens: 65, cacheReadTokens: 87 };
const scripted = (step: object) => `@@fake ${JSON.stringify([{ text: 'An answer of some words.', usage, ...step }])}`;

const spokenOf = (name: string): Spoken => {
  const spoken = protocols[name];
  if (!spoken) throw new Error(`There is no protocol ${name}.`);
  return spoken;
};

function ask(name: string, step: object, stream: boolean, more: Partial<Asking> = {}, as = token): Promise<Answer> {
  const { path, body } = spokenOf(name);
  const asked = JSON.stringify(body({ prompt: scripted(step), stream, ...more }));
  return postTo(`${door.server.url}${path(stream)}`, asked, bearer(as));
}

let known = new Set<string>();
/** The ledger's rows since the last look. */
async function newRows() {
  const rows = (await place.settled()).filter(({ id }) => !known.has(id));
  known = new Set([...known, ...rows.map(({ id }) => id)]);
  return rows;
}

describe.each(both)('%s, streamed: %s', (name, stream) => {
  test('is counted exactly, reasoning as a part of the output', async () => {
    expect((await ask(name, { usage: { ...usage, reasoning: 7 }, thinking: 'Hm.' }, stream)).status).toBe(200);
    const reasoning = name === 'Anthropic Messages' ? 0 : 7;
    expect(await newRows()).toMatchObject([{ ...figures, status: 'settled', reasoningTokens: reasoning, streamed: stream }]);
  });

  test.each([
    ['usage told twice', { usageTimes: 2 }],
    ['usage told before the end', { usageEarly: true }],
    ['one id for two answers', { repeatId: 'the_same_id' }],
  ])('%s is counted once', async (_what, step) => {
    for (const _ of [1, 2]) expect((await ask(name, step, stream)).status).toBe(200);
    expect(await newRows()).toMatchObject([
      { ...figures, status: 'settled' },
      { ...figures, status: 'settled' },
    ]);
  });

  test('without usage is estimated, and marked so', async () => {
    expect((await ask(name, { noUsage: true, text: 'word '.repeat(100) }, stream)).status).toBe(200);
    const [row] = await newRows();
    expect(row).toMatchObject({ status: 'estimated', error: 'no_usage' });
    // A hundred words and some, of an answer whose other bytes count too where it comes in one piece.
    expect(row?.outputTokens).toBeGreaterThan(90);
    expect(row?.outputTokens).toBeLessThan(400);
    expect(row?.inputTokens).toBeGreaterThan(30);
    expect(row?.inputTokens).toBeLessThan(400);
  });

  test('packed against our will is refused', async () => {
    expect((await ask(name, { packed: true }, stream)).status).toBe(502);
    expect(await newRows()).toMatchObject([{ status: 'failed', error: 'provider_packed' }]);
  });

  test('an error of the provider passes in its own form', async () => {
    const answer = await ask(name, { error: { status: 429, message: 'its own words', retryAfter: 3 } }, stream);
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '3' } });
    expect(JSON.parse(answer.text)).toMatchObject(spokenOf(name).error);
    expect(answer.text).toContain('its own words');
    expect(await newRows()).toMatchObject([{ status: 'failed', httpStatus: 429 }]);
    await place.tenant.admin.client.providerKey.list.query({});
  });

  test('a budget lowers the limit that the provider is told, and where none is left the refusal has its form', async () => {
    const { tenant } = place;
    const { client } = await tenant.person('user');
    const own = (await client.apiToken.create.mutate({ name: 'mine' })).token;
    const { id } = await client.auth.me.query();
    const body = JSON.stringify(spokenOf(name).body({ prompt: scripted({}), stream, max: 5000 }));
    const limit = conservativeInput(Buffer.from(body)) + 300;
    await tenant.admin.client.quota.set.mutate({ subject: { type: 'user', id }, metric: 'tokens', period: 'month', limit });
    expect((await ask(name, {}, stream, { max: 5000 }, own)).status).toBe(200);
    expect(spokenOf(name).limitSent(door.llm.requests.at(-1)?.body)).toBe(300);
    await newRows();
    const refused = await ask(name, {}, stream, { max: 5000 }, own);
    expect(refused.status).toBe(429);
    expect(JSON.parse(refused.text)).toMatchObject(spokenOf(name).error);
    expect(refused.text).toContain('Manage, Budgets');
  });
});

describe.each(names)('%s', (name) => {
  test('a stream that reaches what it was granted ends in its own words, with figures', async () => {
    const { tenant } = place;
    const { client } = await tenant.person('user');
    const own = (await client.apiToken.create.mutate({ name: 'mine' })).token;
    const { id } = await client.auth.me.query();
    const step = { text: undefined, words: 3000, usage: { ...usage, output: 4000 } };
    const body = JSON.stringify(spokenOf(name).body({ prompt: scripted(step), stream: true, max: 5000 }));
    const limit = conservativeInput(Buffer.from(body)) + 300;
    await tenant.admin.client.quota.set.mutate({ subject: { type: 'user', id }, metric: 'tokens', period: 'month', limit });
    const answer = await ask(name, step, true, { max: 5000 }, own);
    expect(answer.status).toBe(200);
    const last = answer.text
      .trim()
      .split(/\r?\n\r?\n/)
      .slice(-3)
      .join('\n');
    expect(last).toContain(spokenOf(name).limitWord);
    expect(last).toMatch(/"(output_tokens|completion_tokens|candidatesTokenCount)":3\d\d\b/);
    const [row] = await newRows();
    expect(row).toMatchObject({ status: 'estimated', error: 'budget_reached' });
    expect(row?.outputTokens).toBeGreaterThanOrEqual(300);
    expect(row?.outputTokens).toBeLessThan(420);
  });

  test('a request that two readers could understand differently is refused', async () => {
    const { path, body } = spokenOf(name);
    const json = JSON.stringify(body({ prompt: scripted({}), stream: false, max: 100 }));
    const twice = name === 'Gemini' ? json.replace('{', '{"generation_config":{},') : json.replace('{', '{"Model":"another",');
    const answer = await postTo(`${door.server.url}${path(false)}`, twice, bearer(token));
    expect(answer.status).toBe(400);
    expect(await newRows()).toEqual([]);
  });

  test('a token for another vendor is refused', async () => {
    const other = name === 'Anthropic Messages' ? 'llm:google' : 'llm:anthropic';
    const scoped = await place.tenant.admin.client.apiToken.create.mutate({ name: `not ${name}`, scopes: [other] });
    const answer = await ask(name, {}, false, {}, scoped.token);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject(spokenOf(name).error);
  });

  test('a token in the address is refused, and not passed on', async () => {
    const { path, body } = spokenOf(name);
    const before = door.llm.requests.length;
    const url = `${door.server.url}${path(false)}${path(false).includes('?') ? '&' : '?'}key=${token}`;
    const answer = await postTo(url, JSON.stringify(body({ prompt: 'x', stream: false })), {});
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain(token);
    expect(door.llm.requests).toHaveLength(before);
  });
});

test('a provider that does not know stream_options is asked without, and its stream is estimated', async () => {
  const picky = await openLlmDoor({ refuses: ['stream_options'] });
  const own = await picky.place();
  await own.addKey({ provider: 'openai-compatible' });
  const { token: pat } = await own.tenant.admin.client.apiToken.create.mutate({ name: 'mine' });
  for (const times of [2, 1]) {
    const before = picky.llm.requests.length;
    const answer = await postTo(
      `${picky.server.url}/llm/v1/chat/completions`,
      JSON.stringify(chatBody({ prompt: scripted({}), stream: true })),
      bearer(pat),
    );
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('[DONE]');
    // Once told, it is not asked again.
    expect(picky.llm.requests.length - before).toBe(times);
  }
  expect(await own.settled()).toMatchObject([{ status: 'estimated' }, { status: 'estimated' }]);
  await picky.close();
});

test('what cannot be turned into chat completions is refused, and costs nothing', async () => {
  const body = JSON.stringify({ model: 'converted-model', input: 'x', previous_response_id: 'resp_1' });
  const answer = await postTo(`${door.server.url}/llm/v1/responses`, body, bearer(token));
  expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('whole conversation') });
  expect(await newRows()).toMatchObject([{ status: 'failed', error: 'not_convertible', inputTokens: 0 }]);
});

test('an answer in one piece whose thinking would pass a budget is refused; a stream is ended where the budget is', async () => {
  const { tenant } = place;
  const { client } = await tenant.person('user');
  const own = (await client.apiToken.create.mutate({ name: 'mine' })).token;
  const { id } = await client.auth.me.query();
  const body = (stream: boolean) =>
    JSON.stringify({
      model: 'claude-sonnet-4-5',
      stream,
      max_tokens: 9000,
      thinking: { type: 'enabled', budget_tokens: 4000 },
      messages: [{ role: 'user', content: scripted({}) }],
    });
  const limit = conservativeInput(Buffer.from(body(false))) + 3000;
  await tenant.admin.client.quota.set.mutate({ subject: { type: 'user', id }, metric: 'tokens', period: 'month', limit });
  const url = `${door.server.url}/llm/v1/messages`;
  expect(await postTo(url, body(false), bearer(own))).toMatchObject({ status: 429, text: expect.stringContaining('budget_tokens') });
  expect(await newRows()).toMatchObject([{ status: 'failed', error: 'budget_reached' }]);
  expect((await postTo(url, body(true), bearer(own))).status).toBe(200);
  expect(door.llm.requests.at(-1)?.body).toMatchObject({ max_tokens: 9000 });
  await newRows();
});

test.each([
  ['POST', '/llm/v1/completions'],
  ['POST', '/llm/v1/responses/resp_1/cancel'],
  ['GET', '/llm/v1/responses/resp_1'],
  ['POST', '/llm/v1/batches'],
  ['POST', '/llm/v1/files'],
  ['POST', '/llm/v1/images/generations'],
  ['POST', '/llm/v1/audio/speech'],
  ['POST', '/llm/v1beta/models/gemini-2.5-flash:batchGenerateContent'],
  ['POST', '/llm/v1beta/models/gemini-2.5-flash:predict'],
  ['POST', '/llm/v1beta/cachedContents'],
  ['PUT', '/llm/v1/chat/completions'],
  ['PATCH', '/llm/v1/responses'],
])('%s %s is no door', async (method, path) => {
  const before = door.llm.requests.length;
  const answer = await fetch(`${door.server.url}${path}`, {
    method,
    headers: { ...bearer(token), 'content-type': 'application/json' },
    ...(method !== 'GET' && { body: '{"model":"gpt-5"}' }),
  });
  expect(answer.status).toBe(404);
  expect(door.llm.requests).toHaveLength(before);
});
