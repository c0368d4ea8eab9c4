import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { findFiles } from './find-files.ts';

async function project(...files: string[]) {
  const folder = await temporaryFolder();
  const home = realpathSync(folder.path);
  for (const file of files) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), '');
  }
  const places = { home, forbidden: [join(home, 'secret')] };
  const paths = async (query: string) => (await findFiles(home, query, places)).items.map(({ path }) => path);
  return { home, places, paths, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

test('what fits best comes first: the name’s beginning, then its middle, then the path, then letters in order', async () => {
  await using it = await project('src/login.ts', 'src/auth/relogin.ts', 'login/index.ts', 'src/long-original.ts', 'docs/other.md');
  expect(await it.paths('login')).toEqual(['login', 'src/login.ts', 'src/auth/relogin.ts', 'login/index.ts', 'src/long-original.ts']);
  expect(await it.paths('sal')).toContain('src/auth/relogin.ts');
  expect(await it.paths('zzz')).toEqual([]);
});

test('an empty query gives what is nearest; folders are told as such', async () => {
  await using it = await project('a.txt', 'deep/er/b.txt');
  expect((await findFiles(it.home, '', it.places)).items[0]).toEqual({ path: 'deep', folder: true });
  expect(await it.paths('')).toEqual(['deep', 'a.txt', 'deep/er', 'deep/er/b.txt']);
});

test('dependencies, links and what belongs to Open ACE are left out', async () => {
  await using it = await project('secret/key', 'node_modules/x/index.js', '.git/config', 'index.js');
  symlinkSync('/', join(it.home, 'everything'));
  expect(await it.paths('')).toEqual(['index.js']);
});
