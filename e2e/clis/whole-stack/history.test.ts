import { appendFileSync, cpSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
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

const sampleIn = (folder: string): string => readdirSync(folder).find((file) => file.endsWith('.jsonl')) ?? '';

/** An answer of Claude Code's log. */
function recordWithUsage(file: string) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return JSON.parse(lines.find((line) => line.includes('"usage"') && line.includes('"assistant"')) ?? '{}');
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
    const file = join(folder, sampleIn(folder));
    const record = recordWithUsage(file);
    const line = JSON.stringify({ ...record, uuid: 'new', requestId: 'req_new', message: { ...record.message, id: 'msg_new' } });
    appendFileSync(file, line.slice(0, 200));
    cpSync(file, join(folder, 'copied.jsonl'));
    await admin.collection.run.mutate();
    expect((await totals()).requests).toBe(18);
    appendFileSync(file, `${line.slice(200)}\n`);
    await expect.poll(async () => (await totals()).requests, patiently).toBe(19);
  });

  test('is counted, and none of its words come to the server or are kept by the agent', async () => {
    const secret = 'sk-ant-api03-canary-Zx81kQ';
    const folder = join(stack.home, '.claude/projects/-home-dev-proj');
    const answer = recordWithUsage(join(folder, sampleIn(folder)));
    const said = { type: 'user', cwd: answer.cwd, sessionId: answer.sessionId, message: { role: 'user', content: `my key is ${secret}` } };
    const content = [{ type: 'text', text: `you said ${secret}` }];
    const heard = { ...answer, uuid: 'leak', requestId: 'req_leak', message: { ...answer.message, id: 'msg_leak', content } };
    const before = (await totals()).requests;
    appendFileSync(join(folder, sampleIn(folder)), `${JSON.stringify(said)}\n${JSON.stringify(heard)}\n`);
    await expect.poll(async () => (await totals()).requests, patiently).toBe(before + 1);
    const kept = readdirSync(stack.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && (entry.parentPath.includes('.open-ace') || entry.name.endsWith('.log')))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(kept.map((path) => basename(path))).toEqual(expect.arrayContaining(['ace.db', 'server.log', 'agent.log']));
    expect(kept.filter((path) => readFileSync(path).includes(secret))).toEqual([]);
  });

  test('is neither lost nor doubled when the agent is killed', async () => {
    await stack.agent.kill('SIGKILL');
    await stack.agent.start();
    await untilOnline();
    await admin.collection.run.mutate();
    expect((await totals()).requests).toBe(20);
  });
});
