import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './setup/paths.mjs';

const modules = join(root, 'e2e/node_modules');
const node18 = join(modules, readdirSync(modules).find((name) => name.startsWith('node18-')) ?? 'node18', 'bin/node');

test.each(['start.mjs', 'test.mjs'])('an old Node gets one clear sentence from %s', (script) => {
  const { status, stdout, stderr } = spawnSync(node18, [join(root, 'scripts', script)], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^Open ACE needs Node 20\.19 or newer and this is Node 18\.\d+\.\d+: install a newer one .*\.\n$/);
});
