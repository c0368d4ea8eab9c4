import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bearer, type LlmDoor, type LlmPlace, openLlmDoor, PROVIDER_KEY, postTo, script } from '../../../test/llm-door.ts';
import { refusal } from '../../../test/test-server.ts';
import { createKeyCabinet } from '../provider-key/index.ts';
import { inOrder } from './choose-key.ts';

let door: LlmDoor;
beforeAll(async () => {
  door = await openLlmDoor({ models: ['claude-sonnet-4-5', 'claude-haiku-4-5', 'other-model'] });
});
afterAll(() => door.close());

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

/** A provider of its own that answers as it is told. */
async function provider(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const messages = script({ text: 'An answer.' });
const healthOf = async (place: LlmPlace, providerKeyId: string) =>
  (await place.tenant.admin.client.providerKey.get.query({ providerKeyId })).health;

/** The place's own key leads to a provider that fails; the second one to the fake that answers. */
async function failing(answer: RequestListener | string) {
  const place = await door.place();
  const baseUrl = typeof answer === 'string' ? answer : await provider(answer);
  const { update } = place.tenant.admin.client.providerKey;
  await update.mutate({ providerKeyId: place.providerKeyId, baseUrl });
  const second = await place.addKey({ provider: 'anthropic', name: 'Second', priority: 2 });
  return { place, second };
}

describe('before the client has seen anything, the next key takes over', () => {
  test.each([401, 403, 429, 500, 502, 529])('on %s', async (status) => {
    let asked = 0;
    const { place, second } = await failing((_req, res) => {
      asked++;
      res.writeHead(status, { 'content-type': 'application/json' }).end('{"type":"error","error":{"type":"api_error","message":"no"}}');
    });
    const answer = await place.post({ messages });
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('An answer.') });
    const [row] = await place.settled();
    expect(row).toMatchObject({ status: 'settled', providerKey: { id: second } });
    const { attempts } = await place.tenant.admin.client.usage.event.query({ usageEventId: row?.id ?? '' });
    expect(attempts).toMatchObject([
      { providerKeyId: place.providerKeyId, httpStatus: status, reason: `http_${status}`, message: 'no' },
      { providerKeyId: second, httpStatus: 200, reason: '', message: '' },
    ]);
    // While it cools, nobody waits for it again.
    expect((await place.post({ messages })).status).toBe(200);
    expect(asked).toBe(1);
    await expect
      .poll(() => healthOf(place, place.providerKeyId))
      .toMatchObject({ state: 'failing', coolingUntil: expect.any(String), lastFailure: { reason: `http_${status}` } });
    expect(row?.tries).toBe(2);
  });

  test('where nobody listens', async () => {
    const { place, second } = await failing('http://127.0.0.1:9');
    expect((await place.post({ messages, stream: true })).status).toBe(200);
    expect(await place.settled()).toMatchObject([{ providerKey: { id: second } }]);
  });

  test('and where all fail, the client gets the last one’s answer', async () => {
    const { place, second } = await failing((_req, res) => void res.writeHead(500).end());
    const limited = await provider((_req, res) => void res.writeHead(429, { 'retry-after': '11' }).end('{"type":"error"}'));
    await place.tenant.admin.client.providerKey.update.mutate({ providerKeyId: second, baseUrl: limited });
    expect(await place.post({ messages })).toMatchObject({ status: 429, headers: { 'retry-after': '11' } });
    expect(await place.settled()).toMatchObject([{ status: 'failed', httpStatus: 429 }]);
  });
});

test('after the first byte it never does: nobody pays twice, and nothing is repeated', async () => {
  const begun = JSON.stringify({
    type: 'message_start',
    message: { id: 'msg_1', model: 'claude-sonnet-4-5', usage: { input_tokens: 5, output_tokens: 1 } },
  });
  const { place } = await failing((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(`event: message_start\ndata: ${begun}\n\n`, () => res.socket?.destroySoon());
  });
  const before = door.llm.requests.length;
  await expect(place.post({ messages, stream: true })).rejects.toThrow();
  expect(door.llm.requests).toHaveLength(before);
  expect(await place.settled()).toMatchObject([{ status: 'estimated', error: 'provider_cut', inputTokens: 5 }]);
});

test('a request that is at fault itself is not tried with every key', async () => {
  const { place } = await failing((_req, res) => void res.writeHead(400).end('{"type":"error"}'));
  const before = door.llm.requests.length;
  expect((await place.post({ messages })).status).toBe(400);
  expect(door.llm.requests).toHaveLength(before);
});

test('a key that works again is told so', async () => {
  let works = false;
  const place = await door.place();
  const baseUrl = await provider((_req, res) => {
    if (!works) return void res.writeHead(500).end();
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ id: 'msg_1', type: 'message', model: 'm', content: [], usage: { input_tokens: 1, output_tokens: 1 } }));
  });
  const { providerKeyId } = place;
  await place.tenant.admin.client.providerKey.update.mutate({ providerKeyId, baseUrl });
  expect((await place.post({ messages })).status).toBe(500);
  await expect.poll(() => healthOf(place, providerKeyId)).toMatchObject({ state: 'failing' });
  works = true;
  // The only key is tried, cooling or not.
  expect((await place.post({ messages })).status).toBe(200);
  await expect
    .poll(() => healthOf(place, providerKeyId))
    .toMatchObject({ state: 'ok', failingSince: null, lastFailure: { reason: 'http_500' } });
});

test('a key that fails again and again is failing since the first time, and pauses longer each time', async () => {
  const place = await door.place();
  const { deps } = door.server;
  const cabinet = createKeyCabinet(deps);
  const failOnce = async () => {
    const [key] = await cabinet.usable(place.tenant.id);
    if (!key) throw new Error('no key');
    cabinet.noteFailure(place.tenant.id, key, { reason: 'http_500', coolForMs: 1 });
    await sleep(20);
    return (key.coolingUntil ?? 0) - (key.failingSince ?? 0);
  };
  await failOnce();
  const { failingSince } = await healthOf(place, place.providerKeyId);
  for (let n = 0; n < 4; n++) await failOnce();
  await expect.poll(() => deps.db.providerKey.findFirst({ where: { id: place.providerKeyId } })).toMatchObject({ failures: 5 });
  const row = await deps.db.providerKey.findFirst({ where: { id: place.providerKeyId } });
  expect(Number(row?.coolingUntil) - Number(row?.lastFailureAt)).toBe(16);
  expect(await healthOf(place, place.providerKeyId)).toMatchObject({ state: 'failing', failingSince, coolingUntil: null });
  await place.tenant.admin.client.providerKey.test.mutate({ providerKeyId: place.providerKeyId });
  expect(await healthOf(place, place.providerKeyId)).toMatchObject({ state: 'ok', failingSince: null });
});

describe('keys are chosen', () => {
  const key = (id: string, more: object = {}) =>
    ({ id, priority: 1, weight: 1, coolingUntil: 0, ...more }) as Parameters<typeof inOrder>[0][number];

  test('by priority, then by their shares, and those that cool last', () => {
    const keys = [key('b', { priority: 2 }), key('cooling', { coolingUntil: 10 }), key('a', { weight: 3 }), key('a2')];
    const first = Array.from({ length: 4000 }, () => inOrder(keys, 5).map(({ id }) => id));
    for (const order of first) expect(order.slice(2)).toEqual(['b', 'cooling']);
    const share = first.filter(([one]) => one === 'a').length / first.length;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.8);
  });

  test('by the models, machines and tools that they are for', async () => {
    const place = await door.place();
    const { client } = place.tenant.admin;
    const forHaiku = await place.addKey({ provider: 'anthropic', models: ['claude-haiku*'], priority: 9 });
    await place.post({ model: 'claude-haiku-4-5', messages });
    expect(await place.settled()).toMatchObject([{ providerKey: { id: forHaiku } }]);
    await client.providerKey.update.mutate({ providerKeyId: place.providerKeyId, tools: ['codex'] });
    const refused = await place.post({ model: 'claude-sonnet-4-5', messages });
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('claude-sonnet-4-5') });
    await client.providerKey.update.mutate({ providerKeyId: place.providerKeyId, tools: ['claude-code'], machineIds: [place.machine.id] });
    expect((await place.post({ model: 'claude-sonnet-4-5', messages })).status).toBe(200);
    const other = await place.tenant.machine();
    await client.providerKey.update.mutate({ providerKeyId: place.providerKeyId, machineIds: [other.id] });
    expect((await place.post({ model: 'claude-sonnet-4-5', messages })).status).toBe(403);
  });
});

describe('a tenant’s rules for models', () => {
  test('let only allowed ones through, by their names and aliases, and list no others', async () => {
    const place = await door.place();
    const { client } = place.tenant.admin;
    const settings = { allowedModels: ['claude-*'], aliases: [{ alias: 'fast', model: 'claude-haiku-4-5' }] };
    expect(await client.gateway.updateSettings.mutate(settings)).toEqual(settings);
    expect((await place.post({ model: 'other-model', messages })).status).toBe(403);
    expect((await place.post({ model: 'fast', messages })).status).toBe(200);
    expect(door.llm.requests.at(-1)?.body).toMatchObject({ model: 'claude-haiku-4-5' });
    expect(await place.settled()).toMatchObject([{ model: 'claude-haiku-4-5' }]);
    const list = await fetch(`${door.server.url}/llm/v1/models`, {
      headers: { ...bearer(place.token), 'anthropic-version': '2023-06-01' },
    });
    const { data } = (await list.json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(['claude-haiku-4-5', 'claude-sonnet-4-5', 'fast']);
    const [refused] = await place.refused(1);
    expect(refused).toMatchObject({ error: 'model_not_allowed', model: 'other-model', times: 1 });
    const user = await place.tenant.person('user');
    expect((await refusal(user.client.gateway.updateSettings.mutate(settings))).code).toBe('FORBIDDEN');
  });

  test('list every name that was given here, whether or not the provider knows how to list it', async () => {
    const place = await door.place();
    const aliases = [
      { alias: 'smart', model: 'claude-newest' },
      { alias: 'gone', model: 'not-allowed' },
    ];
    await place.tenant.admin.client.gateway.updateSettings.mutate({ allowedModels: ['claude-newest', 'claude-haiku-*'], aliases });
    const get = async (headers: object) => {
      const list = await fetch(`${door.server.url}/llm/v1/models`, { headers: { ...bearer(place.token), ...headers } });
      return ((await list.json()) as { data: { id: string }[] }).data.map(({ id }) => id);
    };
    expect(await get({ 'anthropic-version': '2023-06-01' })).toEqual(['claude-haiku-4-5', 'claude-newest', 'smart']);
    expect(await get({})).toEqual([]);
    // An OpenAI key for every model is for none of Anthropic's; a gateway of one's own may know them all.
    await place.tenant.admin.client.gateway.updateSettings.mutate({
      allowedModels: [],
      aliases: [...aliases, { alias: 'fast', model: 'claude-haiku-4-5' }],
    });
    const openai = await place.addKey({ provider: 'openai' });
    expect(await get({})).toEqual(expect.arrayContaining(['smart']));
    expect(await get({})).not.toContain('fast');
    await place.tenant.admin.client.providerKey.delete.mutate({ providerKeyId: openai });
    await place.addKey({ provider: 'openai-compatible' });
    expect(await get({})).toContain('fast');
    await place.tenant.admin.client.gateway.updateSettings.mutate({ allowedModels: ['claude-newest', 'claude-haiku-*'], aliases });
    const { status, text } = await place.post({ model: 'gone', messages });
    expect(status).toBe(403);
    expect(text).toContain('\\"gone\\" stands for the model \\"not-allowed\\"');
  });

  test('are one tenant’s alone', async () => {
    const [one, other] = [await door.place(), await door.place()];
    await one.tenant.admin.client.gateway.updateSettings.mutate({ allowedModels: ['nothing'], aliases: [] });
    expect((await one.post({ messages })).status).toBe(403);
    expect((await other.post({ messages })).status).toBe(200);
  });
});

test('who calls is told to a gateway of one’s own, where its key says so, and nobody can claim to be another', async () => {
  const place = await door.place();
  const claims = { ...bearer(place.token), 'x-openace-user': 'somebody else', 'x-litellm-end-user-id': 'somebody else' };
  await place.post({ messages }, claims);
  expect(door.llm.requests.at(-1)?.headers).not.toHaveProperty('x-openace-user');
  await place.tenant.admin.client.providerKey.update.mutate({ providerKeyId: place.providerKeyId, attribution: true });
  await place.post({ messages }, claims);
  expect(door.llm.requests.at(-1)?.headers).toMatchObject({
    'x-openace-tenant': place.tenant.id,
    'x-openace-user': place.tenant.admin.id,
    'x-openace-session': place.sessionId,
    'x-openace-machine': place.machine.id,
    'x-openace-tool': 'claude-code',
    'x-litellm-end-user-id': place.tenant.admin.id,
    'x-api-key': PROVIDER_KEY,
  });
});

describe('sizes', () => {
  const bodyOf = (bytes: number) =>
    JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 10, messages: [...messages, { role: 'user', content: 'x'.repeat(bytes) }] });

  test('a body of 50 MB passes', async () => {
    const place = await door.place();
    expect((await place.post(bodyOf(50e6))).status).toBe(200);
    expect(await place.settled()).toMatchObject([{ status: 'settled' }]);
  });

  test('one of 200 MB is refused, saying so', async () => {
    const place = await door.place();
    const answer = await place.post(bodyOf(200e6)).catch((error: Error) => error);
    // A client that goes on sending may find the connection closed before it reads the answer.
    if (!(answer instanceof Error)) expect(answer).toMatchObject({ status: 413, text: expect.stringContaining('64 MB') });
    expect(await place.settled()).toEqual([]);
  });

  test('headers of 64 kB are refused', async () => {
    const place = await door.place();
    const answer = await postTo(
      `${door.server.url}/llm/v1/messages`,
      { messages },
      { ...bearer(place.token), 'x-much': 'x'.repeat(64 * 1024) },
    );
    expect(answer.status).toBe(431);
    expect(await place.settled()).toEqual([]);
  });
});
