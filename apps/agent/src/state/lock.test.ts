import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { holderOf, lockFolder } from './lock.ts';
import { processStart } from './process-start.ts';

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
  writeFileSync(join(folder.path, 'lock'), JSON.stringify({ pid: child.pid, startedAt: '' }));
  const lock = await lockFolder(folder.path);
  expect(await holderOf(folder.path)).toBe(process.pid);
  await lock.release();
});

test.skipIf(process.platform === 'win32')('the number of a dead process that another one got does not count', async () => {
  await using folder = await temporaryFolder();
  writeFileSync(join(folder.path, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
  expect(await processStart(process.pid)).not.toBe('');
  await (await lockFolder(folder.path)).release();
});

test.each(['', '{', '{"pid":"x"}'])('a lock that says nothing (%j) is taken over', async (text) => {
  await using folder = await temporaryFolder();
  writeFileSync(join(folder.path, 'lock'), text);
  await (await lockFolder(folder.path)).release();
});

test('of many that come at once for a stale lock, one gets it', async () => {
  await using folder = await temporaryFolder();
  writeFileSync(join(folder.path, 'lock'), JSON.stringify({ pid: 2 ** 30, startedAt: 'x' }));
  const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder.path)));
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test.skipIf(process.platform === 'win32')('folder and lock are for their owner alone', async () => {
  await using folder = await temporaryFolder();
  const dir = join(folder.path, 'a/b');
  const lock = await lockFolder(dir);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(statSync(join(dir, 'lock')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dir, 'lock'), 'utf8')).toContain(String(process.pid));
  await lock.release();
  expect(existsSync(join(dir, 'lock'))).toBe(false);
});
