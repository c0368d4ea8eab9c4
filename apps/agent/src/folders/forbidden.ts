import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { Refusal } from '../refusal.ts';

export interface Places {
  readonly home: string;
  /** Folders that hold keys and the data of others: nothing in them is listed, and no session works there. */
  readonly forbidden: readonly string[];
  /** The folders in and below which one may look and work; everywhere where none are named. */
  readonly roots?: readonly string[] | undefined;
}

/** The agent's own folder and the data of a server on this machine. */
export function forbiddenFolders(agentDir: string, serverDataDir: string): string[] {
  const parent = dirname(agentDir);
  // Started together, the agent lives inside the server's folder, wherever that is.
  const isServers = existsSync(join(parent, 'secret.key'));
  return [agentDir, serverDataDir, ...(isServers ? [parent] : [])];
}

/** A path as a person gives it: absolute, or below `~`; empty for the home. */
export function absolute(path: string, home: string): string {
  if (path === '' || path === '~') return home;
  if (/^~[/\\]/.test(path)) return resolve(home, path.slice(2));
  if (!isAbsolute(path)) throw new Refusal(`${path} is not an absolute path. Give one that begins with / or ~/.`);
  return resolve(path);
}

const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** The forbidden folders with their links resolved. */
export async function wallsOf({ forbidden }: Places): Promise<string[]> {
  return Promise.all(forbidden.map((folder) => realpath(folder).catch(() => folder)));
}

/** Whether a path, with all its links resolved, lies behind one of the walls. */
export async function isBehind(path: string, walls: readonly string[]): Promise<boolean> {
  const real = await realpath(path).catch(() => resolve(path));
  return walls.some((wall) => isInside(real, wall));
}

/** Whether a path, with all its links resolved, lies in one of the folders that are open for work. */
export async function isAllowed(path: string, { roots }: Places): Promise<boolean> {
  if (!roots) return true;
  const real = await realpath(path).catch(() => resolve(path));
  const open = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  return open.some((root) => isInside(real, root));
}

/** The folder of that name with its links resolved; refuses what is none, cannot be entered, is forbidden, or lies outside what is allowed. */
export async function requireFolder(path: string, places: Places): Promise<string> {
  const wanted = absolute(path, places.home);
  const real = await realpath(wanted).catch((error: unknown) => {
    throw new Refusal(`${wanted} ${reason(error)}.`);
  });
  if (!(await stat(real)).isDirectory()) throw new Refusal(`${wanted} is not a folder.`);
  if (await isBehind(real, await wallsOf(places))) throw new Refusal(`${wanted} belongs to Open ACE itself. Choose another folder.`);
  if (!(await isAllowed(real, places))) {
    throw new Refusal(`${wanted} lies outside the folders that are open for work on this machine: ${(places.roots ?? []).join(', ')}.`);
  }
  return real;
}

export function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist on this machine';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by the user that the agent runs as';
  return `cannot be read (${String(code)})`;
}
