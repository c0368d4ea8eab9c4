import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { type LlmDoor, type LlmPlace, openLlmDoor } from '../../../test/llm-door.ts';
import { revokeProxyTokens } from './index.ts';

let door: LlmDoor;
let place: LlmPlace;
let sdk: Anthropic;
beforeAll(async () => {
  door = await openLlmDoor();
});
afterAll(() => door.close());
beforeEach(async () => {
  place = await door.place();
  sdk = new Anthropic({ baseURL: `${door.server.url}/llm`, authToken: place.token, apiKey: null, maxRetries: 0 });
});

const ask = (step: object) => ({
  model: 'claude-sonnet-4-5',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: `@@fake ${JSON.stringify([step])}` }],
});

test('gets plain and streamed answers, exact to the token, with the session that they belong to', async () => {
  const plain = await sdk.messages.create(ask({ text: 'Hello.', usage: { input: 11, output: 7, cacheRead: 3 } }));
  expect(plain.content).toMatchObject([{ type: 'text', text: 'Hello.' }]);
  const stream = sdk.messages.stream(ask({ text: 'Streamed.', usage: { input: 20, output: 9, cacheRead: 0 } }));
  expect(await stream.finalText()).toBe('Streamed.');
  const { sessionId } = place;
  expect(await place.settled()).toMatchObject([
    { status: 'settled', sessionId, tool: 'claude-code', cwd: '/home/dev/proj', billing: 'api', inputTokens: 20, outputTokens: 9 },
    { status: 'settled', sessionId, inputTokens: 11, outputTokens: 7, cacheReadTokens: 3 },
  ]);
});

test('reads the provider’s errors, and how long to wait', async () => {
  const failure = await sdk.messages.create(ask({ error: { status: 429, retryAfter: 7 } })).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(Anthropic.RateLimitError);
  expect((failure as InstanceType<typeof Anthropic.RateLimitError>).headers.get('retry-after')).toBe('7');
  await expect(sdk.messages.create(ask({ error: { status: 529 } }))).rejects.toBeInstanceOf(Anthropic.InternalServerError);
});

test('reads our own: a token that is over, one that never was, no key', async () => {
  const stranger = new Anthropic({ baseURL: `${door.server.url}/llm`, apiKey: 'sk-ant-mine', maxRetries: 0 });
  await expect(stranger.messages.create(ask({ text: 'x' }))).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
  await place.tenant.admin.client.providerKey.update.mutate({ providerKeyId: place.providerKeyId, enabled: false });
  await expect(sdk.messages.create(ask({ text: 'x' }))).rejects.toMatchObject({
    status: 403,
    message: expect.stringMatching(/provider key/i),
  });
  await inTx(systemCtx(door.server.deps, place.tenant.id, 'test'), (tx) => revokeProxyTokens(tx, place.sessionId));
  await expect(sdk.messages.create(ask({ text: 'x' }))).rejects.toBeInstanceOf(Anthropic.PermissionDeniedError);
});

test('stops the provider when it is told to', async () => {
  const stream = sdk.messages.stream(
    ask({ text: 'word '.repeat(200), chunkDelayMs: 30, usage: { input: 500, output: 900, cacheRead: 0 } }),
  );
  stream.on('text', () => stream.abort());
  await stream.done().catch(() => {});
  expect(await place.settled()).toMatchObject([{ status: 'estimated', inputTokens: 500 }]);
  await expect.poll(() => door.llm.requests.at(-1)?.closedByClient).toBe(true);
});
