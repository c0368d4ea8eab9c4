import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint, isStamped, packageFiles, sourceFiles, stamp } from './stamp.mjs';

let root;
const write = (file, content = '') => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
};
const sources = () => fingerprint(root, sourceFiles(root));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'open-ace-stamp-'));
  write('apps/server/package.json', '{}');
  write('apps/server/src/main.ts', 'one');
  write('packages/contracts/package.json', '{}');
  write('prisma/package.json', '{}');
  write('prisma/models/usage.prisma', 'model');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a changed, a new and a removed source each change the fingerprint', () => {
  const before = sources();
  write('apps/server/src/main.ts', 'two');
  const changed = sources();
  write('apps/server/src/more.ts');
  const more = sources();
  rmSync(join(root, 'prisma/models/usage.prisma'));
  expect(new Set([before, changed, more, sources()]).size).toBe(4);
});

test('a checkout that only touches files changes nothing', () => {
  const before = sources();
  utimesSync(join(root, 'apps/server/src/main.ts'), 1, 1);
  expect(sources()).toBe(before);
});

test('tests, built and generated files and installed packages do not count', () => {
  const before = sources();
  write('apps/server/src/main.test.ts');
  write('apps/server/dist/main.js');
  write('apps/server/node_modules/zod/index.js');
  write('apps/server/.turbo/build.log');
  write('prisma/generated/sqlite/client.ts');
  write('packages/testkit/src/postgres.ts');
  expect(sources()).toBe(before);
});

test('every manifest and the lockfile count for the packages', () => {
  expect(packageFiles(root)).toEqual([
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    join('apps', 'server', 'package.json'),
    join('packages', 'contracts', 'package.json'),
    'prisma/package.json',
  ]);
});

test('a stamp holds for one value', () => {
  const file = join(root, '.cache', 'build.stamp');
  expect(isStamped(file, 'a')).toBe(false);
  stamp(file, 'a');
  expect(isStamped(file, 'a')).toBe(true);
  expect(isStamped(file, 'b')).toBe(false);
});
