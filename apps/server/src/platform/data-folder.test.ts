import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder, prepareDataFolder } from './data-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-ace-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a data folder that is a file is refused with its name', () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  expect(() => prepareDataFolder(path)).toThrow(`The data folder ${path} cannot be used`);
});

test('a folder that a living process holds is refused; one whose holder is gone is taken over', async () => {
  const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  writeFileSync(join(folder, 'server.pid'), String(holder.pid));
  expect(() => lockDataFolder(folder)).toThrow(`process ${holder.pid}`);
  const gone = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await gone;
  const release = lockDataFolder(folder);
  expect(existsSync(join(folder, 'server.pid'))).toBe(true);
  release();
  expect(existsSync(join(folder, 'server.pid'))).toBe(false);
});
