import { setTimeout as sleep } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, type LlmDoor, openLlmDoor, PROVIDER_KEY, script } from '../../../test/llm-door.ts';
import { report } from '../../../test/usage-report.ts';

let door: LlmDoor;
beforeAll(async () => {
  door = await openLlmDoor();
});
afterAll(() => door.close());

const usage = { input: 1234, output: 567, cacheRead: 89_000, cacheWrite: 4321 };
const figures = { inputTokens: 1234, outputTokens: 567, cacheReadTokens: 89_000, cacheWriteTokens: 4321 };
const answered = script({ text: 'An answer.', usage });

describe('an answer', () => {
  test.each([false, true])('is passed on as it is and counted exactly, streamed: %s', async (stream) => {
    const place = await door.place();
    const answer = await place.post({ stream, messages: answered }, bearer(place.token), '/llm/v1/messages?beta=true');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('An answer.');
    const upstream = door.llm.requests.at(-1);
    expect(answer.headers['request-id']).toMatch(/^req_fake/);
    expect(upstream).toMatchObject({ path: '/v1/messages?beta=true', auth: PROVIDER_KEY, body: { stream, messages: answered } });
    const [row] = await place.settled();
    expect(row).toMatchObject({
      ...figures,
      status: 'settled',
      source: 'gateway',
      billing: 'api',
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      tool: 'claude-code',
      sessionId: place.sessionId,
      cwd: '/home/dev/proj',
      httpStatus: 200,
      error: '',
      user: { id: place.tenant.admin.id },
      machine: { id: place.machine.id },
    });
    const kept = await door.server.deps.db.usageEvent.findUniqueOrThrow({ where: { id: row?.id ?? '' } });
    expect(kept).toMatchObject({ streamed: stream, matchWitness: answer.headers['request-id'], providerKeyId: place.providerKeyId });
    expect(answer.text).toContain(kept.matchId);
  });

  test('is in the summary within a second', async () => {
    const place = await door.place();
    await place.post({ stream: true, messages: answered });
    const ended = Date.now();
    await expect
      .poll(() => place.tenant.admin.client.usage.summary.query({}), { interval: 20, timeout: 1000 })
      .toMatchObject({ ...figures, requests: 1, failedRequests: 0 });
    expect(Date.now() - ended).toBeLessThan(1000);
  });

  test('also where the client’s base URL ends with /v1 already', async () => {
    const place = await door.place();
    expect((await place.post({ messages: answered }, bearer(place.token), '/llm/v1/v1/messages')).status).toBe(200);
    expect(await place.settled()).toHaveLength(1);
  });

  test.each([
    ['authToken', false],
    ['authToken', true],
    ['apiKey', false],
    ['apiKey', true],
  ] as const)('of the official SDK with nothing but its base URL and %s set, streamed: %s', async (credential, streamed) => {
    const place = await door.place();
    const given = { authToken: null, apiKey: null, [credential]: place.token };
    const sdk = new Anthropic({ baseURL: `${door.server.url}/llm`, maxRetries: 0, ...given });
    const params = { model: 'fake-model', max_tokens: 1000, messages: answered as Anthropic.MessageParam[] };
    const message = streamed ? await sdk.messages.stream(params).finalMessage() : await sdk.messages.create(params);
    expect(message.content).toMatchObject([{ type: 'text', text: 'An answer.' }]);
    expect(message.usage).toMatchObject({ input_tokens: 1234, output_tokens: 567 });
    expect(await place.settled()).toMatchObject([{ ...figures, status: 'settled' }]);
  });

  test('with tools, thinking and Chinese is counted by the provider’s figures, not by its text', async () => {
    const place = await door.place();
    const steps = script({ thinking: '让我想想。', text: '好的。', tools: [{ tool: 'Bash', input: { command: 'ls' } }], usage });
    await place.post({ stream: true, messages: steps, tools: [{ name: 'Bash' }] } as object);
    expect(await place.settled()).toMatchObject([{ ...figures, status: 'settled' }]);
  });

  test('of more than 2^31 tokens is counted whole; an impossible figure is not believed', async () => {
    const place = await door.place();
    await place.post({ messages: script({ text: 'x', usage: { ...usage, cacheRead: 3_000_000_000 } }) });
    expect(await place.settled()).toMatchObject([{ cacheReadTokens: 3_000_000_000, status: 'settled' }]);
    await place.post({ stream: true, messages: script({ text: 'x', usage: { ...usage, input: 1e300, output: -5 } }) });
    const [row] = await place.settled();
    expect(row).toMatchObject({ status: 'estimated' });
    expect(row?.inputTokens).toBeLessThan(1000);
  });
});

test.each([1, 3, 1000])('every call is counted where the provider repeats ids in a ring of %s', async (size) => {
  const place = await door.place();
  door.llm.setRing(size);
  try {
    await Promise.all(Array.from({ length: 24 }, (_, n) => place.post({ stream: n % 2 === 0, messages: answered })));
  } finally {
    door.llm.setRing(null);
  }
  const rows = await place.settled();
  expect(rows.filter(({ status }) => status === 'settled')).toHaveLength(24);
  expect(await place.tenant.admin.client.usage.summary.query({})).toMatchObject({ requests: 24, inputTokens: 24 * 1234 });
});

test.each([0, 500])('what the CLI’s log tells %s ms into a call gives way to the gateway’s figures', async (afterMs) => {
  const place = await door.place();
  const slow = script({ text: 'a text of some length', usage, chunkDelayMs: 60, chunkSize: 1 });
  const answer = await fetch(`${door.server.url}/llm/v1/messages`, {
    method: 'POST',
    headers: { ...bearer(place.token), 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'claude-sonnet-4-5', stream: true, messages: slow }),
  });
  const matchWitness = answer.headers.get('request-id');
  const reader = answer.body?.getReader();
  const matchId = /msg_\w+/.exec(new TextDecoder().decode((await reader?.read())?.value))?.[0] ?? '';
  await sleep(afterMs);
  const told = report({ matchId, matchWitness, at: door.server.deps.clock.now(), toolSessionId: '', inputTokens: 1234, outputTokens: 1 });
  await place.machine.client.collection.push.mutate({ reports: [told] });
  while (!(await reader?.read())?.done);
  expect(await place.settled()).toMatchObject([{ ...figures, source: 'gateway', status: 'settled' }]);
  expect(await place.tenant.admin.client.usage.summary.query({})).toMatchObject({ ...figures, requests: 1 });
  const claims = await door.server.deps.db.usageClaim.findMany({ where: { tenantId: place.tenant.id } });
  expect(claims).toMatchObject([{ matchId, outputTokens: 1n }]);
});

describe('headers', () => {
  test('of the vendor pass both ways; those of the connection, credentials and cookies do not', async () => {
    const place = await door.place();
    const { headers } = await place.post(
      { messages: answered },
      {
        ...bearer(place.token),
        'anthropic-beta': 'context-1m',
        'user-agent': 'claude-cli/2.1.330',
        'x-stainless-lang': 'js',
        'x-claude-code-session-id': 'abc',
        cookie: `session_token=${place.tenant.admin.token}`,
        'x-forwarded-for': '10.1.2.3',
        'accept-encoding': 'gzip, br',
      },
    );
    const seen = door.llm.requests.at(-1)?.headers ?? {};
    expect(seen).toMatchObject({
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'context-1m',
      'user-agent': 'claude-cli/2.1.330',
      'x-stainless-lang': 'js',
      'x-claude-code-session-id': 'abc',
      'accept-encoding': 'identity',
      'x-api-key': PROVIDER_KEY,
    });
    for (const name of ['authorization', 'cookie', 'x-forwarded-for']) expect(seen).not.toHaveProperty(name);
    expect(JSON.stringify(seen)).not.toContain(place.token);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers).not.toHaveProperty('set-cookie');
  });
});

describe('paths', () => {
  test.each([
    ['HEAD', '/llm'],
    ['HEAD', '/llm/'],
    ['GET', '/llm/'],
  ])('%s %s says that somebody is there', async (method, path) => {
    expect((await fetch(`${door.server.url}${path}`, { method })).status).toBe(200);
  });

  test.each([
    ['GET', '/llm/v1/messages'],
    ['POST', '/llm/v1/messages/'],
    ['POST', '/llm/v1/messages/batches'],
    ['POST', '/llm/v1/complete'],
    ['POST', '/llm/v1/v1/v1/messages'],
    ['POST', '/llm/'],
    ['OPTIONS', '/llm/v1/messages'],
    ['DELETE', '/llm'],
  ])('%s %s is refused in the provider’s own words: there is no unmetered path', async (method, path) => {
    const before = door.llm.requests.length;
    const answer = await fetch(`${door.server.url}${path}`, { method, headers: { 'anthropic-version': '2023-06-01' } });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: 'error', error: { type: 'not_found_error' } });
    expect(door.llm.requests).toHaveLength(before);
  });
});

test.each([
  ['/llm/v1/completions', { type: 'invalid_request_error', code: 'not_found' }],
  ['/llm/v1beta/cachedContents', { status: 'NOT_FOUND', code: 404 }],
])('%s is refused with the paths that there are', async (path, error) => {
  const answer = await fetch(`${door.server.url}${path}`, { method: 'POST' });
  expect(await answer.json()).toMatchObject({ error: { ...error, message: expect.stringContaining('/v1/chat/completions') } });
});

test('a body that is too large, packed or missing is refused in the provider’s own words', async () => {
  const place = await door.place();
  const large = await place.post('x'.repeat(65 * 1024 * 1024)).catch((error: Error) => error);
  if (!(large instanceof Error)) expect(large).toMatchObject({ status: 413, text: expect.stringContaining('request_too_large') });
  const packed = await place.post({ messages: answered }, { ...bearer(place.token), 'content-encoding': 'gzip' });
  expect(packed).toMatchObject({ status: 400, text: expect.stringContaining('invalid_request_error') });
  const empty = await fetch(`${door.server.url}/llm/v1/messages`, { method: 'POST', headers: bearer(place.token) });
  expect(empty.status).toBe(400);
  expect(await place.settled()).toEqual([]);
});

test('without a provider key the answer says who must do what, and nothing is written down', async () => {
  const place = await door.place();
  await place.tenant.admin.client.providerKey.update.mutate({ providerKeyId: place.providerKeyId, enabled: false });
  const answer = await place.post({ messages: answered });
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.text)).toMatchObject({
    error: { type: 'permission_error', message: expect.stringContaining('Manage, Provider keys') },
  });
  expect(await place.settled()).toEqual([]);
});

test('the oldest enabled key is used, and its use is shown', async () => {
  const place = await door.place();
  const { client } = place.tenant.admin;
  await client.providerKey.create.mutate({ provider: 'anthropic', name: 'Newer', apiKey: 'sk-wrong-key', baseUrl: door.llm.url });
  expect((await place.post({ messages: answered })).status).toBe(200);
  await expect
    .poll(() => client.providerKey.get.query({ providerKeyId: place.providerKeyId }))
    .toMatchObject({ lastUsedAt: expect.any(String) });
});
