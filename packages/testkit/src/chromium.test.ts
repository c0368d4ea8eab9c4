import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireChromium } from './chromium.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-ace-chromium-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nowhere = { path: '', playwright: [], programs: [], debian: false };

function program(path: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '', { mode: 0o755 });
  return file;
}

test('a browser on PATH comes first', () => {
  const onPath = program('bin/google-chrome');
  const other = program('usr/chromium');
  expect(requireChromium({ ...nowhere, path: `/missing:${join(folder, 'bin')}`, programs: [other] })).toBe(onPath);
});

test('of several downloads the newest is taken', () => {
  program('cache/chromium-999/chrome-linux/chrome');
  program('cache/chromium_headless_shell-2000/chrome-linux/chrome');
  const newest = program('cache/chromium-1200/chrome-linux/chrome');
  expect(requireChromium({ ...nowhere, playwright: [undefined, '/missing', join(folder, 'cache')] })).toBe(newest);
});

test('a machine without any gets the one command to run', () => {
  expect(() => requireChromium({ ...nowhere, debian: true })).toThrow(
    'Chromium was not found. Run: sudo apt-get install -y chromium fonts-noto-cjk',
  );
  expect(() => requireChromium(nowhere)).toThrow(/^Chromium was not found\. Run: node e2e\/.* install chromium$/);
});
