import { appendFileSync, chmodSync, cpSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceProgress } from '@open-ace/contracts/collection';
import type { UsageReport } from '@open-ace/contracts/history';
import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import { createLogger } from '../logger.ts';
import { patiently, temporaryFolder } from '../testing.ts';
import { FileCursors } from './file-cursors.ts';
import { Follower, type FollowerOptions } from './follower.ts';

const samples = fileURLToPath(new URL('../../../../packages/testkit/cli-samples/', import.meta.url));

const answer = (n: number) =>
  `${JSON.stringify({ parentUuid: null, message: { id: `msg_${n}`, role: 'assistant', model: 'm', stop_reason: 'end_turn', content: [], usage: { input_tokens: 10, output_tokens: 5 } }, requestId: `req_${n}`, type: 'assistant', uuid: `u${n}`, timestamp: '2026-11-22T12:00:00.000Z', cwd: '/proj', sessionId: 's', version: '2.1.330' })}\n`;

async function machine(options: Partial<FollowerOptions> = {}) {
  const folder = await temporaryFolder();
  const home = folder.path;
  const reports: UsageReport[] = [];
  const progress: SourceProgress[][] = [];
  const stopping = new AbortController();
  const cursors: FileCursors[] = [];
  const running: Promise<void>[] = [];
  const known = new Set<string>();

  /** One more agent on the same folder. */
  async function agent(more: Partial<FollowerOptions> = {}) {
    const opened = await FileCursors.open(home);
    cursors.push(opened);
    const follower = new Follower({
      home,
      environment: {},
      cursors: opened,
      remotes: { of: async (cwd) => `remote of ${cwd}` },
      push: async (rows) => {
        reports.push(...rows);
        const fresh = rows.filter(({ key }) => !known.has(key));
        for (const { key } of fresh) known.add(key);
        return { added: fresh.length, known: rows.length - fresh.length };
      },
      pushProgress: async (sources) => void progress.push(sources),
      log: createLogger('silent'),
      ...options,
      ...more,
    });
    running.push(follower.run(stopping.signal));
    return follower;
  }
  return {
    home,
    agent,
    reports,
    progress,
    keys: () => reports.map(({ key }) => key),
    write(path: string, text: string) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
      return join(home, path);
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(running);
      await Promise.all(cursors.map((one) => one.close()));
      await folder[Symbol.asyncDispose]();
    },
  };
}

const key = (n: number) => `msg_${n}:req_${n}`;

test('a sweep answers once everything there was is the server’s, with the remote of its folder', async () => {
  await using it = await machine();
  it.write('.claude/projects/p/s.jsonl', answer(1) + answer(2));
  const follower = await it.agent();
  follower.setPolicy('usage');
  expect(await follower.sweep()).toEqual({ added: 2, files: 1 });
  expect(it.reports.map(({ gitRemote }) => gitRemote)).toEqual(['remote of /proj', 'remote of /proj']);
  expect(await follower.sweep()).toEqual({ added: 0, files: 1 });
  expect(it.reports).toHaveLength(2);
});

test('the samples of three CLIs are read to their totals', async () => {
  await using it = await machine();
  for (const tool of ['claude', 'codex', 'qwen']) cpSync(join(samples, tool), join(it.home, `.${tool}`), { recursive: true });
  const follower = await it.agent();
  follower.setPolicy('full');
  expect(await follower.sweep()).toMatchObject({ added: 18 });
  const last = it.progress.at(-1);
  expect(last?.map(({ tool, rows, badLines, error }) => ({ tool, rows, badLines, error }))).toEqual([
    { tool: 'claude-code', rows: 9, badLines: 0, error: null },
    { tool: 'codex', rows: 4, badLines: 0, error: null },
    { tool: 'qwen-code', rows: 5, badLines: 0, error: null },
  ]);
  for (const { bytesRead, bytesTotal } of last ?? []) expect(bytesRead).toBe(bytesTotal);
});

test('what is appended is read at once, long before the next sweep', async () => {
  await using it = await machine();
  const file = it.write('.claude/projects/p/s.jsonl', answer(1));
  const follower = await it.agent();
  follower.setPolicy('usage');
  await follower.sweep();
  appendFileSync(file, answer(2));
  await expect.poll(it.keys, patiently).toEqual([key(1), key(2)]);
});

test('a new file beside known ones is read soon', { timeout: 15_000 }, async () => {
  await using it = await machine();
  it.write('.claude/projects/p/s.jsonl', answer(1));
  const follower = await it.agent();
  follower.setPolicy('usage');
  await follower.sweep();
  it.write('.claude/projects/q/t.jsonl', answer(2));
  await expect.poll(it.keys, patiently).toEqual([key(1), key(2)]);
});

test('a sweep now and then finds what no watch told', async () => {
  await using it = await machine({ sweepEveryMs: 100 });
  const follower = await it.agent();
  follower.setPolicy('usage');
  expect(await follower.sweep()).toEqual({ added: 0, files: 0 });
  it.write('.claude/projects/p/s.jsonl', answer(1));
  await expect.poll(it.keys, patiently).toEqual([key(1)]);
});

test('the next agent goes on behind what was acknowledged, and repeats what was not', async () => {
  await using it = await machine();
  const file = it.write('.claude/projects/p/s.jsonl', answer(1));
  const first = await it.agent();
  first.setPolicy('usage');
  await first.sweep();
  appendFileSync(file, answer(2));
  const failing = await it.agent({
    push: async () => {
      throw new Error('cut');
    },
  });
  failing.setPolicy('usage');
  await failing.sweep();
  const next = await it.agent();
  next.setPolicy('usage');
  await next.sweep();
  expect(new Set(it.keys())).toEqual(new Set([key(1), key(2)]));
  expect(it.keys().filter((one) => one === key(1))).toHaveLength(1);
});

test('days are read from the newest on, and within a day the older file first', async () => {
  await using it = await machine();
  const day = 24 * 60 * 60;
  const now = Math.floor(Date.now() / 1000 / day) * day + day / 2;
  for (const [n, at] of [
    [1, now - 2 * day],
    [2, now],
    [3, now - day],
    [4, now + 60],
  ] as const) {
    utimesSync(it.write(`.claude/projects/p/${n}.jsonl`, answer(n)), at, at);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  const follower = await it.agent();
  follower.setPolicy('usage');
  await follower.sweep();
  expect(it.keys()).toEqual([key(2), key(4), key(3), key(1)]);
});

test('with the policy off nothing is read, and a sweep answers at once', async () => {
  await using it = await machine({ sweepEveryMs: 50 });
  it.write('.claude/projects/p/s.jsonl', answer(1));
  const follower = await it.agent();
  follower.setPolicy('off');
  expect(await follower.sweep()).toEqual({ added: 0, files: 0 });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(it.reports).toEqual([]);
  expect(it.progress).toEqual([]);
  follower.setPolicy('usage');
  expect(await follower.sweep()).toMatchObject({ added: 1 });
});

test('a server that no longer wants history ends the reading', async () => {
  await using it = await machine();
  it.write('.claude/projects/p/s.jsonl', answer(1));
  const ace = { code: 'FORBIDDEN', message: 'no', requestId: '', details: { reason: 'history_off' } };
  const push = async () => {
    throw new TRPCClientError('no', { result: { error: { code: -32003, message: '', data: { ace } } } } as never);
  };
  const follower = await it.agent({ push });
  follower.setPolicy('usage');
  expect(await follower.sweep()).toEqual({ added: 0, files: 1 });
  expect(await follower.sweep()).toEqual({ added: 0, files: 0 });
});

test('a broken line is counted, and a file that cannot be read is told without keeping the others', async () => {
  await using it = await machine();
  it.write('.claude/projects/p/a.jsonl', `nonsense\n${answer(1)}`);
  it.write('.claude/projects/p/b.jsonl', answer(2));
  const bad = join(it.home, '.claude/projects/p/b.jsonl');
  const root = process.getuid?.() === 0;
  const follower = await it.agent(
    root
      ? {
          push: async (rows) => {
            if (rows.some((row) => row.key === key(2))) throw new Error('a bad file');
            it.reports.push(...rows);
            return { added: rows.length, known: 0 };
          },
        }
      : {},
  );
  if (!root) chmodSync(bad, 0o000);
  follower.setPolicy('usage');
  await follower.sweep();
  expect(it.keys()).toEqual([key(1)]);
  expect(it.progress.at(-1)).toMatchObject([
    { rows: 1, badLines: 1, files: 2, cliVersion: '2.1.330', error: expect.stringContaining(bad) },
  ]);
  if (!root) chmodSync(bad, 0o600);
});

test('cursors of files that are gone are dropped', async () => {
  await using it = await machine();
  const file = it.write('.claude/projects/p/s.jsonl', answer(1));
  const follower = await it.agent();
  follower.setPolicy('usage');
  await follower.sweep();
  rmSync(file);
  await follower.sweep();
  const cursors = await FileCursors.open(it.home);
  expect(cursors.of(file)).toBeUndefined();
  await cursors.close();
});

test('while a lot is read, progress is told once a second, and at the end', async () => {
  await using it = await machine();
  for (let n = 0; n < 300; n++) it.write(`.claude/projects/p/${n}.jsonl`, answer(n));
  const follower = await it.agent();
  follower.setPolicy('usage');
  const startedAt = Date.now();
  await follower.sweep();
  expect(it.progress.length).toBeLessThanOrEqual(Math.ceil((Date.now() - startedAt) / 1000) + 1);
  expect(it.progress.at(-1)).toMatchObject([{ files: 300, rows: 300 }]);
});
