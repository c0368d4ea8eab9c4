import Anthropic from '@anthropic-ai/sdk';
import { startFakeLlm } from '@open-ace/testkit/fake-llm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { issueProxyToken, revokeProxyTokens } from '#domains/gateway';
import { systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { startTestServer, type TestServer, type TestTenant } from '../../test/test-server.ts';

const SECRET = 'sk-ant-canary-key-7f3a';

let server: TestServer;
let llm: Awaited<ReturnType<typeof startFakeLlm>>;
let tenant: TestTenant;
let sessionId: string;
let token: string;
let sdk: Anthropic;

beforeAll(async () => {
  server = await startTestServer({ OPENACE_ALLOW_PRIVATE_UPSTREAMS: '1' });
  llm = await startFakeLlm({ tokens: [SECRET] });
});
afterAll(async () => {
  await server.close();
  await llm.close();
});

beforeEach(async () => {
  llm.requests.length = 0;
  tenant = await server.tenant();
  const machine = await tenant.machine();
  await tenant.admin.client.providerKey.create.mutate({ provider: 'anthropic', name: 'Fake', apiKey: SECRET, baseUrl: llm.url });
  ({ id: sessionId } = await tenant.admin.client.session.create.mutate({
    machineId: machine.id,
    tool: 'claude-code',
    cwd: '/home/dev/proj',
  }));
  token = await inTx(systemCtx(server.deps, tenant.id, 'test'), (tx) =>
    issueProxyToken(tx, { tenantId: tenant.id, userId: tenant.admin.id, machineId: machine.id, sessionId }),
  );
  sdk = new Anthropic({ baseURL: `${server.url}/llm`, authToken: token, apiKey: null, maxRetries: 0 });
});

const ask = (...steps: object[]) => ({
  model: 'fake-model',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: `@@fake ${JSON.stringify(steps)}` }],
});
const summary = async () => {
  const { inputTokens, outputTokens, cacheReadTokens, requests, failedRequests } = await tenant.admin.client.usage.summary.query({});
  return { inputTokens, outputTokens, cacheReadTokens, requests, failedRequests };
};
const settled = (wanted: object) => expect.poll(summary, { timeout: 2000 }).toMatchObject(wanted);
const rows = async () => (await tenant.admin.client.usage.events.query({})).items;

test('the official SDK gets plain and streamed answers, exact to the token, with the session that they belong to', async () => {
  const plain = await sdk.messages.create(ask({ text: 'Hello.', usage: { input: 11, output: 7, cacheRead: 3 } }));
  expect(plain.content).toMatchObject([{ type: 'text', text: 'Hello.' }]);
  const streamed = await sdk.messages.stream(ask({ text: 'Streamed.', usage: { input: 20, output: 9, cacheRead: 0 } })).finalText();
  expect(streamed).toBe('Streamed.');
  await settled({ inputTokens: 31, outputTokens: 16, cacheReadTokens: 3, requests: 2, failedRequests: 0 });
  expect(await rows()).toMatchObject([
    { status: 'settled', source: 'gateway', sessionId, tool: 'claude-code', cwd: '/home/dev/proj', billing: 'api', httpStatus: 200 },
    { status: 'settled', source: 'gateway', sessionId },
  ]);
});

test('the key goes to the provider and nowhere else', async () => {
  await sdk.messages.create(ask({ text: 'Hello.' }));
  expect(llm.requests.at(-1)?.auth).toBe(SECRET);
  expect(JSON.stringify(llm.requests.at(-1)?.headers)).not.toContain(token);
  const keys = await tenant.admin.client.providerKey.list.query({});
  expect(JSON.stringify(keys)).not.toContain(SECRET);
  expect(server.logs.join('')).not.toContain(SECRET);
  expect(server.logs.join('')).not.toContain(token);
  expect(JSON.stringify(await server.deps.db.providerKey.findMany())).not.toContain(SECRET);
});

test.each([
  ['429 with retry-after', { status: 429, retryAfter: 7 }, 429],
  ['500', { status: 500 }, 500],
  ['529', { status: 529 }, 529],
])('a provider’s %s passes through as it is and counts as a failure', async (_name, error, status) => {
  const failure = await sdk.messages.create(ask({ error })).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ status });
  if (status === 429) expect((failure as { headers: Headers }).headers.get('retry-after')).toBe('7');
  await settled({ requests: 0, failedRequests: 1, inputTokens: 0 });
});

test.each([1, 2, 3, 5, 7])('a stream that the provider cuts after %i events is in the ledger once', async (cutAfter) => {
  await sdk.messages
    .stream(ask({ text: 'A text that is cut off somewhere.', cutAfter }))
    .finalText()
    .catch(() => {});
  await expect
    .poll(async () => (await rows()).map(({ status }) => status), { timeout: 2000 })
    .toEqual([expect.stringMatching(/estimated|failed/)]);
});

test('a client that hangs up stops the provider, and the call is estimated', async () => {
  const stream = sdk.messages.stream(
    ask({ text: 'word '.repeat(200), chunkDelayMs: 30, usage: { input: 500, output: 900, cacheRead: 0 } }),
  );
  stream.on('text', () => stream.abort());
  await stream.done().catch(() => {});
  await settled({ requests: 1, inputTokens: 500 });
  expect(await rows()).toMatchObject([{ status: 'estimated' }]);
  await expect.poll(() => llm.requests.at(-1)?.closedByClient).toBe(true);
});

test('a revoked token is refused with 403, one that never was with 401, and other kinds are never taken', async () => {
  await inTx(systemCtx(server.deps, tenant.id, 'test'), (tx) => revokeProxyTokens(tx, sessionId));
  await expect(sdk.messages.create(ask({ text: 'x' }))).rejects.toMatchObject({ status: 403 });
  for (const wrong of ['ace_p_never_made', tenant.admin.token, '']) {
    const other = new Anthropic({ baseURL: `${server.url}/llm`, apiKey: wrong || 'x', maxRetries: 0 });
    await expect(other.messages.create(ask({ text: 'x' }))).rejects.toMatchObject({ status: 401 });
  }
  expect(llm.requests).toHaveLength(0);
});

test('without a key of the provider the answer names what the administrator must do', async () => {
  const [key] = (await tenant.admin.client.providerKey.list.query({})).items;
  await tenant.admin.client.providerKey.update.mutate({ providerKeyId: key?.id ?? '', enabled: false });
  await expect(sdk.messages.create(ask({ text: 'x' }))).rejects.toMatchObject({
    status: 403,
    message: expect.stringMatching(/provider key/i),
  });
});

test.each(['/llm/v1/chat/completions', '/llm/v1/complete', '/llm/anything'])('%s is no unmetered path', async (path) => {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: '{}' });
  expect(response.status).toBe(404);
  expect(llm.requests).toHaveLength(0);
});
