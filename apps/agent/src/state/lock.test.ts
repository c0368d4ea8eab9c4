import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { holderOf, lockFolder } from './lock.ts';
import { processStart } from './process-start.ts';

const leave = (dir: string, text: string | object) =>
  writeFileSync(join(dir, 'lock-left.json'), typeof text === 'string' ? text : JSON.stringify(text));

test('a second agent in the same folder is refused with one sentence', async () => {
  await using folder = await temporaryFolder();
  const lock = await lockFolder(folder.path);
  await expect(lockFolder(folder.path)).rejects.toThrow(`Another agent (process ${process.pid}) works in ${folder.path}: stop it,`);
  expect(await holderOf(folder.path)).toBe(process.pid);
  await lock.release();
  expect(await holderOf(folder.path)).toBeNull();
  await (await lockFolder(folder.path)).release();
});

test('the lock of a dead process is taken over', async () => {
  await using folder = await temporaryFolder();
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  leave(folder.path, { pid: child.pid, startedAt: '' });
  const lock = await lockFolder(folder.path);
  expect(await holderOf(folder.path)).toBe(process.pid);
  await lock.release();
  expect(readdirSync(folder.path)).toEqual([]);
});

test.skipIf(process.platform === 'win32')('the number of a dead process that another one got does not count', async () => {
  await using folder = await temporaryFolder();
  leave(folder.path, { pid: process.pid, startedAt: 'long ago' });
  expect(await processStart(process.pid)).not.toBe('');
  await (await lockFolder(folder.path)).release();
});

test.each(['', '{', '{"pid":"x"}'])('a lock that says nothing (%j) is taken over', async (text) => {
  await using folder = await temporaryFolder();
  leave(folder.path, text);
  await (await lockFolder(folder.path)).release();
});

test('of many that come at once for a stale lock, never more than one gets it', async () => {
  await using folder = await temporaryFolder();
  for (let round = 0; round < 5; round++) {
    leave(folder.path, { pid: 2 ** 30, startedAt: 'x' });
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder.path)));
    const locks = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
    expect(locks).toHaveLength(1);
    await locks[0]?.release();
  }
});

test.skipIf(process.platform === 'win32')('folder and lock are for their owner alone', async () => {
  await using folder = await temporaryFolder();
  const dir = join(folder.path, 'a/b');
  const lock = await lockFolder(dir);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  const [name = ''] = readdirSync(dir);
  expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
  await lock.release();
  expect(readdirSync(dir)).toEqual([]);
});
