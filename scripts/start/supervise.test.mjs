import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ownGroup } from '../setup/processes.mjs';
import { isAlive } from '../test/process-table.mjs';
import { supervise } from './supervise.mjs';

let folder;
let running;
let said;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-ace-supervise-'));
  said = [];
});
afterEach(() => {
  running?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const backoff = { firstMs: 20, longestMs: 80, calmMs: 60_000 };
const trace = () => join(folder, 'trace');
const starts = () => readFileSync(trace(), { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean).map(Number);

/** A child that writes its process id to the trace, then runs `body`. */
function superviseScript(body, options = {}) {
  const script = join(folder, 'child.mjs');
  writeFileSync(script, `import fs from 'node:fs'; fs.appendFileSync(${JSON.stringify(trace())}, process.pid + '\\n');\n${body}`);
  running = supervise({
    name: 'The child',
    start: () => spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], ...ownGroup }),
    say: (line) => said.push(line),
    backoff,
    ...options,
  });
  return running;
}

test('a child that dies is started again, each time after a longer pause, with one line', async () => {
  superviseScript('process.exit(5)');
  await vi.waitFor(() => expect(starts().length).toBeGreaterThanOrEqual(5), { timeout: 10_000 });
  await running.stop();
  expect(said.slice(0, 4)).toEqual([
    'The child ended (exit code 5); starting it again in 0.02 s.',
    'The child ended (exit code 5); starting it again in 0.04 s.',
    'The child ended (exit code 5); starting it again in 0.08 s.',
    'The child ended (exit code 5); starting it again in 0.08 s.',
  ]);
});

test('the pause falls back after a calm time', async () => {
  superviseScript('process.exit(5)', { backoff: { ...backoff, calmMs: 0 } });
  await vi.waitFor(() => expect(said.length).toBeGreaterThanOrEqual(3), { timeout: 10_000 });
  await running.stop();
  expect(new Set(said)).toEqual(new Set(['The child ended (exit code 5); starting it again in 0.02 s.']));
});

test('a child that is killed from outside is started again', async () => {
  superviseScript('setInterval(() => {}, 1000)');
  await vi.waitFor(() => expect(starts()).toHaveLength(1), { timeout: 10_000 });
  process.kill(starts()[0], 'SIGKILL');
  await vi.waitFor(() => expect(starts()).toHaveLength(2), { timeout: 10_000 });
  expect(said).toEqual(['The child ended (killed by SIGKILL); starting it again in 0.02 s.']);
});

test('a child that keeps dying is given up', async () => {
  const onGivenUp = vi.fn();
  superviseScript('process.exit(5)', { limit: { deaths: 3, withinMs: 60_000 }, onGivenUp });
  await vi.waitFor(() => expect(onGivenUp).toHaveBeenCalledWith('The child ended 3 times within a short time (exit code 5)'), {
    timeout: 10_000,
  });
  await sleep(200);
  expect(starts()).toHaveLength(3);
});

test('a child that says it cannot start is given up at once', async () => {
  const onGivenUp = vi.fn();
  superviseScript('process.exit(78)', { limit: { deaths: 3, withinMs: 60_000 }, onGivenUp });
  await vi.waitFor(() => expect(onGivenUp).toHaveBeenCalledWith('The child cannot start'), { timeout: 10_000 });
  expect(starts()).toHaveLength(1);
});

test('a child that heeds SIGTERM stops in its own way', async () => {
  const stopped = join(folder, 'stopped');
  const ready = vi.fn();
  superviseScript(
    `process.on('SIGTERM', () => { fs.writeFileSync(${JSON.stringify(stopped)}, 'in order'); process.exit(0); });
     setInterval(() => {}, 1000); process.send({ type: 'ready' });`,
    { onMessage: ready },
  );
  await vi.waitFor(() => expect(ready).toHaveBeenCalled(), { timeout: 10_000 });
  await running.stop();
  expect(readFileSync(stopped, 'utf8')).toBe('in order');
  expect(said).toEqual([]);
});

test('a child that ignores SIGTERM is killed after the grace time', async () => {
  const ready = vi.fn();
  superviseScript(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.send({ type: 'ready' });`, { onMessage: ready });
  await vi.waitFor(() => expect(ready).toHaveBeenCalled(), { timeout: 10_000 });
  const begun = Date.now();
  await running.stop(300);
  expect(Date.now() - begun).toBeGreaterThanOrEqual(290);
  expect(isAlive(starts()[0])).toBe(false);
});

test('what a child has started goes with it', async () => {
  const ready = vi.fn();
  superviseScript(
    `import { spawn } from 'node:child_process';
     const grandchild = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
     process.on('SIGTERM', () => process.exit(0));
     setInterval(() => {}, 1000);
     process.send({ type: 'ready', pid: grandchild.pid });`,
    { onMessage: ready },
  );
  await vi.waitFor(() => expect(ready).toHaveBeenCalled(), { timeout: 10_000 });
  const grandchild = ready.mock.calls[0][0].pid;
  expect(isAlive(grandchild)).toBe(true);
  await running.stop();
  await vi.waitFor(() => expect(isAlive(grandchild)).toBe(false));
});

test('a stop during the pause starts nothing more', async () => {
  superviseScript('process.exit(5)', { backoff: { ...backoff, firstMs: 5000 } });
  await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 10_000 });
  const begun = Date.now();
  await running.stop();
  expect(Date.now() - begun).toBeLessThan(1000);
  expect(starts()).toHaveLength(1);
});
