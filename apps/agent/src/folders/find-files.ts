import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { FoundFiles } from '@open-ace/contracts/session';
import { sound } from '../text.ts';
import { isBehind, type Places, requireFolder, wallsOf } from './forbidden.ts';

/** Enough for large repositories; a home folder is searched as far as that goes, near files first. */
const mostEntries = 50_000;
const mostMs = 2000;
const mostFound = 50;
/** Full of what nobody wrote. */
const skipped = new Set(['.git', 'node_modules', '.venv', '__pycache__', '.turbo', '.next', '.cache']);

interface Entry {
  readonly path: string;
  readonly folder: boolean;
}

/** Files and folders below one whose path has the letters of the query in this order, best first; the nearest ones for an empty query. */
export async function findFiles(cwd: string, query: string, places: Places): Promise<FoundFiles> {
  const root = await requireFolder(cwd, places);
  const wanted = query.toLowerCase();
  const found: (Entry & { score: number })[] = [];
  for await (const entry of entriesBelow(root, await wallsOf(places))) {
    const score = scoreOf(entry.path.toLowerCase(), wanted);
    if (score !== null) found.push({ ...entry, score });
  }
  found.sort((one, other) => other.score - one.score || one.path.length - other.path.length || one.path.localeCompare(other.path));
  return { items: found.slice(0, mostFound).map(({ path, folder }) => ({ path, folder })) };
}

/** Breadth first; links are not followed. */
async function* entriesBelow(root: string, walls: readonly string[]): AsyncGenerator<Entry> {
  const until = Date.now() + mostMs;
  const waiting = [root];
  let seen = 0;
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const isFolder = entry.isDirectory();
      if ((!isFolder && !entry.isFile()) || skipped.has(entry.name) || sound(entry.name) !== entry.name) continue;
      const path = join(folder, entry.name);
      if (isFolder && (await isBehind(path, walls))) continue;
      if (++seen > mostEntries || Date.now() > until) return;
      if (isFolder) waiting.push(path);
      yield { path: relative(root, path).split(sep).join('/'), folder: isFolder };
    }
  }
}

/** Null where the letters are not there in order. Letters in one piece, at the beginning of a name and late in the path count more. */
function scoreOf(path: string, wanted: string): number | null {
  if (wanted === '') return -path.split('/').length;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.startsWith(wanted)) return 4000 - name.length;
  if (name.includes(wanted)) return 3000 - name.length;
  if (path.includes(wanted)) return 2000 - path.length;
  let at = -1;
  for (const letter of wanted) {
    at = path.indexOf(letter, at + 1);
    if (at === -1) return null;
  }
  return 1000 - path.length;
}
