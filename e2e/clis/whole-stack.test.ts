import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Api, Connection } from '../support/client.ts';
import { PROVIDER_KEY, type Stack, startStack } from '../support/stack.ts';

let stack: Stack;
let connection: Connection;
let admin: Api;
let machineId: string;

beforeAll(async () => {
  stack = await startStack({ history: true });
  await signIn();
  await admin.providerKey.create.mutate({ provider: 'anthropic', name: 'Fake', apiKey: PROVIDER_KEY, baseUrl: stack.llm.url });
  machineId = await untilOnline();
}, 60_000);
afterAll(() => stack?.stop());

async function signIn(): Promise<void> {
  connection = await stack.admin();
  admin = connection.api;
}

const patiently = { timeout: 30_000, interval: 100 };

async function untilOnline(): Promise<string> {
  return vi.waitFor(async () => {
    const [machine] = (await admin.machine.list.query({})).items;
    expect(machine?.status).toBe('online');
    return machine?.id ?? '';
  }, patiently);
}

const script = (...steps: object[]) => `@@fake ${JSON.stringify(steps)}`;
const totals = async () => {
  const { inputTokens, outputTokens, cacheReadTokens, requests, failedRequests } = await admin.usage.summary.query({});
  return { inputTokens, outputTokens, cacheReadTokens, requests, failedRequests };
};

/** Calls enter the figures a moment after they end. */
async function settledTotals() {
  await expect.poll(async () => (await admin.usage.events.query({ status: 'open' })).items, patiently).toEqual([]);
  return totals();
}

async function startSession(message: string) {
  const { id } = await admin.session.create.mutate({ machineId, tool: 'claude-code', cwd: stack.project, model: 'fake-model', message });
  const get = () => admin.session.get.query({ sessionId: id });
  const status = async (...wanted: string[]) =>
    expect.poll(async () => (await get()).status, patiently).toSatisfy((now) => wanted.includes(String(now)));
  /** Until so many turns have ended. */
  const turns = async (count: number) =>
    vi.waitFor(
      async () => expect((await connection.transcript(id)).filter(({ type }) => type === 'turn_ended')).toHaveLength(count),
      patiently,
    );
  return { id, get, status, turns };
}

describe('history', () => {
  test('of the three CLIs is read to exact totals, and again to the same', async () => {
    await expect
      .poll(totals, patiently)
      .toEqual({ inputTokens: 18_000, outputTokens: 851, cacheReadTokens: 3600, requests: 18, failedRequests: 0 });
    const { byTool } = await admin.usage.summary.query({});
    const of = (tool: string) => byTool.find((row) => row.tool === tool);
    expect(of('claude-code')).toMatchObject({ requests: 9, inputTokens: 9000, outputTokens: 401, cacheReadTokens: 1800 });
    expect(of('codex')).toMatchObject({ requests: 4, inputTokens: 4000, outputTokens: 200, cacheReadTokens: 800 });
    expect(of('qwen-code')).toMatchObject({ requests: 5, inputTokens: 5000, outputTokens: 250, cacheReadTokens: 1000 });
    expect(await admin.collection.run.mutate()).toMatchObject({ machines: 1, unreachable: 0, added: 0 });
    expect((await totals()).requests).toBe(18);
  });

  test('is followed: an appended line counts once, a copied file and a line cut in its middle not at all', async () => {
    const folder = join(stack.home, '.claude/projects/-home-dev-proj');
    const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));
    const file = join(folder, name);
    const record = JSON.parse(
      readFileSync(file, 'utf8')
        .split('\n')
        .find((line) => line.includes('"usage"') && line.includes('"assistant"')) ?? '{}',
    );
    const line = JSON.stringify({ ...record, uuid: 'new', requestId: 'req_new', message: { ...record.message, id: 'msg_new' } });
    appendFileSync(file, line.slice(0, 200));
    cpSync(file, join(folder, 'copied.jsonl'));
    await admin.collection.run.mutate();
    expect((await totals()).requests).toBe(18);
    appendFileSync(file, `${line.slice(200)}\n`);
    await expect.poll(async () => (await totals()).requests, patiently).toBe(19);
  });

  test('is neither lost nor doubled when the agent is killed', async () => {
    await stack.agent.kill('SIGKILL');
    await stack.agent.start();
    await untilOnline();
    await admin.collection.run.mutate();
    expect((await totals()).requests).toBe(19);
  });
});

describe('a session with the real Claude Code', () => {
  test('asks, is allowed, and its tokens are exact within a second of its end', async () => {
    const before = await settledTotals();
    const session = await startSession(
      script(
        { tool: 'shell', command: 'touch allowed.txt', usage: { input: 1234, output: 21, cacheRead: 10 } },
        { text: 'Made it.', usage: { input: 777, output: 9, cacheRead: 0 } },
      ),
    );
    await session.status('needs_you');
    expect(existsSync(join(stack.project, 'allowed.txt'))).toBe(false);
    await respond(session.id, 'allow_once');
    await session.status('idle');
    const after = {
      ...before,
      inputTokens: before.inputTokens + 2011,
      outputTokens: before.outputTokens + 30,
      cacheReadTokens: before.cacheReadTokens + 10,
      requests: before.requests + 2,
    };
    await expect.poll(totals, { timeout: 1000 }).toEqual(after);
    expect(existsSync(join(stack.project, 'allowed.txt'))).toBe(true);
    expect((await session.get()).usage).toMatchObject({ inputTokens: 2011, outputTokens: 30, requests: 2 });
    // What Claude logs of it is known already.
    await admin.collection.run.mutate();
    expect(await totals()).toEqual(after);
    await admin.session.stop.mutate({ sessionId: session.id });
  });

  test('in the middle of whose answer the server is killed: the call is in the ledger once, marked estimated', async () => {
    const before = await settledTotals();
    const session = await startSession(
      script({
        text: 'A long answer that never comes to its end. '.repeat(60),
        chunkDelayMs: 150,
        usage: { input: 4321, output: 500, cacheRead: 0 },
      }),
    );
    await session.status('running');
    await expect
      .poll(
        () => stack.llm.requests.filter(({ path }: { path: string }) => path.includes('/messages')).at(-1)?.step?.usage?.input,
        patiently,
      )
      .toBe(4321);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await stack.server.kill('SIGKILL');
    const killedAt = new Date().toISOString();
    await stack.server.start();
    await signIn();
    // The CLI tries again as soon as it can; that is another call.
    const rows = (await admin.usage.events.query({ to: killedAt })).items.filter(({ sessionId }) => sessionId === session.id);
    expect(rows).toMatchObject([{ status: 'estimated', inputTokens: 4321 }]);
    expect((await totals()).requests).toBeGreaterThanOrEqual(before.requests + 1);
    await admin.session.stop.mutate({ sessionId: session.id });
  });
});

async function respond(sessionId: string, decision: 'allow_once' | 'allow_always' | 'deny'): Promise<void> {
  const requestId = await pendingRequest(sessionId);
  await admin.session.respond.mutate({ sessionId, requestId, decision });
}

async function pendingRequest(sessionId: string): Promise<string> {
  const events = await connection.transcript(sessionId);
  const resolved = new Set(events.flatMap((event) => (event.type === 'permission_resolved' ? [event.requestId] : [])));
  const open = events.flatMap((event) => (event.type === 'permission_request' && !resolved.has(event.requestId) ? [event.requestId] : []));
  expect(open).toHaveLength(1);
  return open[0] ?? '';
}
