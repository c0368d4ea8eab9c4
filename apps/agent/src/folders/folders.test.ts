import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { forbiddenFolders, requireFolder } from './forbidden.ts';
import { listFolders } from './list-folders.ts';

async function machine() {
  const folder = await temporaryFolder();
  const home = realpathSync(folder.path);
  const make = (...names: string[]) => {
    for (const name of names) mkdirSync(join(home, name), { recursive: true });
  };
  make('work/app/.git', 'work/plain', 'work/.cache', '.open-ace/agent', '.config/tool');
  writeFileSync(join(home, 'work/file.txt'), '');
  const forbidden = forbiddenFolders(join(home, '.open-ace/agent'), join(home, '.open-ace'));
  const places = { home, forbidden };
  return { home, make, places, closed: { ...places, roots: [home] }, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

test('folders are listed by name, repositories are marked, files and hidden folders left out', async () => {
  await using it = await machine();
  expect(await listFolders(join(it.home, 'work'), it.places)).toEqual({
    path: join(it.home, 'work'),
    parent: it.home,
    items: [
      { name: 'app', path: join(it.home, 'work/app'), repository: true },
      { name: 'plain', path: join(it.home, 'work/plain'), repository: false },
    ],
  });
});

test('an empty path is the home, and ~ stands for it', async () => {
  await using it = await machine();
  expect((await listFolders('', it.places)).items.map(({ name }) => name)).toEqual(['work']);
  expect((await listFolders('~/work', it.places)).path).toBe(join(it.home, 'work'));
});

test('inside a hidden folder hidden ones are shown, but never those of Open ACE', async () => {
  await using it = await machine();
  it.make('.config/.inner');
  expect((await listFolders('~/.config', it.places)).items.map(({ name }) => name)).toEqual(['.inner', 'tool']);
  await expect(listFolders('~/.open-ace', it.places)).rejects.toThrow('belongs to Open ACE itself');
  await expect(listFolders('~/.open-ace/agent', it.places)).rejects.toThrow('belongs to Open ACE itself');
});

test('a link does not lead into a forbidden folder, neither listed nor chosen', async () => {
  await using it = await machine();
  symlinkSync(join(it.home, '.open-ace'), join(it.home, 'work/link'));
  symlinkSync(join(it.home, 'work/app'), join(it.home, 'work/other'));
  expect((await listFolders('~/work', it.places)).items.map(({ name }) => name)).toEqual(['app', 'other', 'plain']);
  await expect(requireFolder('~/work/link/agent', it.places)).rejects.toThrow('belongs to Open ACE itself');
  expect(await requireFolder('~/work/other', it.places)).toBe(join(it.home, 'work/app'));
});

test('the folder of a server that the agent lives in is forbidden, wherever it is', async () => {
  await using it = await machine();
  it.make('data/agent', 'data/logs');
  const places = { home: it.home, forbidden: forbiddenFolders(join(it.home, 'data/agent'), join(it.home, '.open-ace')) };
  expect(await requireFolder('~/data/logs', places)).toBe(join(it.home, 'data/logs'));
  writeFileSync(join(it.home, 'data/secret.key'), '');
  const guarded = { home: it.home, forbidden: forbiddenFolders(join(it.home, 'data/agent'), join(it.home, '.open-ace')) };
  await expect(requireFolder('~/data/logs', guarded)).rejects.toThrow('belongs to Open ACE itself');
});

test('what is missing, no folder, or not absolute is said clearly', async () => {
  await using it = await machine();
  await expect(listFolders('~/nowhere', it.places)).rejects.toThrow(`${it.home}/nowhere does not exist on this machine.`);
  await expect(listFolders('~/work/file.txt', it.places)).rejects.toThrow('is not a folder.');
  await expect(listFolders('work', it.places)).rejects.toThrow('not an absolute path');
});

test.skipIf(process.getuid?.() === 0)('what may not be read is said clearly', async () => {
  await using it = await machine();
  chmodSync(join(it.home, 'work/plain'), 0o000);
  await expect(listFolders('~/work/plain', it.places)).rejects.toThrow('may not be read by the user that the agent runs as');
  chmodSync(join(it.home, 'work/plain'), 0o700);
});

test('at most 500 folders are listed, and the root has no parent', async () => {
  await using it = await machine();
  it.make(...Array.from({ length: 510 }, (_, n) => `many/${n}`));
  expect((await listFolders('~/many', it.places)).items).toHaveLength(500);
  expect((await listFolders('/', it.places)).parent).toBeNull();
});

test('where no folders are named, everything is open but what is forbidden', async () => {
  await using it = await machine();
  await using elsewhere = await temporaryFolder();
  symlinkSync(elsewhere.path, join(it.home, 'work/outside'));
  expect(await requireFolder(elsewhere.path, it.places)).toBe(realpathSync(elsewhere.path));
  expect((await listFolders('~/work', it.places)).items.map(({ name }) => name)).toEqual(['app', 'outside', 'plain']);
  expect((await listFolders('', it.places)).parent).toBe(dirname(it.home));
  await expect(requireFolder('~/.open-ace/agent', it.places)).rejects.toThrow('belongs to Open ACE itself');
});

test('outside the allowed folders nothing is listed and no session works, not even through a link', async () => {
  await using it = await machine();
  await using elsewhere = await temporaryFolder();
  symlinkSync(elsewhere.path, join(it.home, 'work/outside'));
  const outside = 'lies outside the folders that are open for work on this machine';
  await expect(listFolders(elsewhere.path, it.closed)).rejects.toThrow(outside);
  await expect(requireFolder('~/work/outside', it.closed)).rejects.toThrow(outside);
  expect((await listFolders('~/work', it.closed)).items.map(({ name }) => name)).toEqual(['app', 'plain']);
  expect((await listFolders('', it.closed)).parent).toBeNull();
});

test('with allowed folders other than the home, one begins in the first, and a name that only begins like it is not in it', async () => {
  await using it = await machine();
  it.make('work-of-others');
  const places = { ...it.places, roots: [join(it.home, 'work'), '/srv'] };
  expect((await listFolders('', places)).path).toBe(join(it.home, 'work'));
  expect(await requireFolder('~/work/app', places)).toBe(join(it.home, 'work/app'));
  await expect(requireFolder('~/work-of-others', places)).rejects.toThrow(`${join(it.home, 'work')}, /srv.`);
  await expect(requireFolder('~', places)).rejects.toThrow('lies outside');
});
