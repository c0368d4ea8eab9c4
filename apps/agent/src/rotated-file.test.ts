import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lastLines, RotatedFile } from './rotated-file.ts';
import { temporaryFolder } from './testing.ts';

test('a log is five files of at most its size; older lines go, no line is cut in two', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'logs/agent.log');
  const log = new RotatedFile(path, 100);
  for (let n = 0; n < 200; n++) log.write(`line ${String(n).padStart(4, '0')}\n`);
  for (const name of [path, `${path}.1`, `${path}.2`, `${path}.3`, `${path}.4`]) {
    expect(statSync(name).size).toBeLessThanOrEqual(100);
    expect(readFileSync(name, 'utf8')).toMatch(/^(line \d{4}\n)+$/);
  }
  expect(existsSync(`${path}.5`)).toBe(false);
  expect(lastLines(path, 3)).toEqual(['line 0197', 'line 0198', 'line 0199']);
  // Ten lines fit into a file, and the newest may hold fewer.
  expect(lastLines(path, 25)).toEqual(Array.from({ length: 25 }, (_, n) => `line ${String(175 + n).padStart(4, '0')}`));
  expect(lastLines(path, 1000).at(-1)).toBe('line 0199');
  expect(lastLines(path, 0)).toEqual([]);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a log goes on where it was left, also one that is full', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'agent.log');
  writeFileSync(path, `${'x'.repeat(99)}\n`);
  new RotatedFile(path, 100).write('new\n');
  expect(readFileSync(path, 'utf8')).toBe('new\n');
  expect(lastLines(path, 2)).toEqual(['x'.repeat(99), 'new']);
});

test('a log that cannot be written stops nobody, and one that is not there has no lines', async () => {
  await using folder = await temporaryFolder();
  mkdirSync(join(folder.path, 'agent.log'));
  new RotatedFile(join(folder.path, 'agent.log')).write('lost\n');
  expect(lastLines(join(folder.path, 'nothing.log'), 5)).toEqual([]);
});
