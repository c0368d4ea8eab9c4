import { appendFileSync, cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Api } from '../../support/client.ts';
import { type Stack, startStack } from '../../support/stack.ts';

let stack: Stack;
let admin: Api;

beforeAll(async () => {
  stack = await startStack({ history: true });
  admin = (await stack.admin()).api;
  await untilOnline();
}, 60_000);
afterAll(() => stack?.stop());

const patiently = { timeout: 30_000, interval: 100 };

const untilOnline = () =>
  vi.waitFor(async () => expect((await admin.machine.list.query({})).items).toMatchObject([{ status: 'online' }]), patiently);

const totals = async () => {
  const { inputTokens, outputTokens, cacheReadTokens, requests, failedRequests } = await admin.usage.summary.query({});
  return { inputTokens, outputTokens, cacheReadTokens, requests, failedRequests };
};

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
