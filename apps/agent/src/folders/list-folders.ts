import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Folders } from '@open-ace/contracts/machine';
import { Refusal } from '../refusal.ts';
import { sound } from '../text.ts';
import { absolute, isAllowed, isBehind, type Places, reason, requireFolder, wallsOf } from './forbidden.ts';

const mostFolders = 500;

const isHidden = (path: string) => path.split(/[\\/]/).some((name) => name.startsWith('.') && name.length > 1);

/** The folders in a folder, by name; hidden ones only inside a hidden one. */
export async function listFolders(path: string, places: Places): Promise<Folders> {
  const folder = path === '' ? await startOf(places) : absolute(path, places.home);
  await requireFolder(folder, places);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new Refusal(`${folder} ${reason(error)}.`);
  });
  const candidates = entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter((name) => isHidden(folder) || !isHidden(name))
    .sort((one, other) => one.localeCompare(other));

  const walls = await wallsOf(places);
  const items: Folders['items'] = [];
  for (const name of candidates) {
    if (items.length === mostFolders) break;
    const item = join(folder, name);
    // Names that JSON or a database could not hold have no way back to us.
    if (sound(name) !== name || !(await isFolder(item)) || (await isBehind(item, walls)) || !(await isAllowed(item, places))) continue;
    items.push({ name, path: item, repository: existsSync(join(item, '.git')) });
  }
  const parent = dirname(folder);
  const hasParent = parent !== folder && basename(folder) !== '' && (await isAllowed(parent, places));
  return { path: folder, parent: hasParent ? parent : null, items };
}

/** Where somebody begins who names no folder. */
async function startOf(places: Places): Promise<string> {
  const { home, roots: [first = home] = [] } = places;
  return (await isAllowed(home, places)) ? home : first;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
