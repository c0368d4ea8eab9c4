import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { installTool } from './install-tool.ts';

/** A home whose npm keeps to itself; the real npm and registry. */
async function machine({ node = '' } = {}) {
  const folder = await temporaryFolder();
  const home = folder.path;
  const bin = join(home, 'path');
  mkdirSync(bin);
  writeFileSync(join(home, '.npmrc'), `prefix=${join(home, 'global')}\ncache=${join(home, 'cache')}\n`);
  if (node !== '') writeFileSync(join(bin, 'node'), `#!/bin/sh\necho ${node}\n`, { mode: 0o755 });
  else symlinkSync(process.execPath, join(bin, 'node'));
  const ofNpm = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^npm_config_(registry|cafile)$/i.test(name)));
  const environment = {
    ...ofNpm,
    HOME: home,
    PATH: [bin, dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)].join(delimiter),
  };
  const told: string[] = [];
  return {
    home,
    told,
    install: (name: string, version: string, tool: 'codex' | 'openclaw' = 'codex') =>
      installTool({ tool, package: name, version }, { environment, home }, (progress) => told.push(progress)),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

test('a package is installed by npm, in just that version, and what npm says is told', async () => {
  await using it = await machine();
  await it.install('semver', '7.7.2');
  expect(existsSync(join(it.home, 'global/bin/semver'))).toBe(true);
  expect(it.told[0]).toContain('npm install --global');
  expect(it.told.at(-1)).toMatch(/added 1 package/);
}, 60_000);

test('what npm cannot install is refused with its own words', async () => {
  await using it = await machine();
  await expect(it.install('semver', '0.0.0-nothing')).rejects.toThrow('npm could not install semver@0.0.0-nothing: npm ');
}, 60_000);

test('a Node that is too old for the tool is said plainly, before anything is installed', async () => {
  await using it = await machine({ node: 'v20.20.2' });
  await expect(it.install('openclaw', '2026.9.6', 'openclaw')).rejects.toThrow(
    'OpenClaw needs Node 24.16.0 or newer; this machine has 20.20.2. Install a newer Node from https://nodejs.org, then try again.',
  );
  expect(it.told).toEqual([]);
});
