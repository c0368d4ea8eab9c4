import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { openForReading } from '@open-ace/history/open-for-reading';

/** What the files of a repository say about it; git itself is never run, since a repository's own settings could make it run more. */
export interface Repository {
  /** Without credentials; '' where there is none. */
  readonly remote: string;
  /** '' where HEAD is detached. */
  readonly branch: string;
}

const mostBytes = 1 << 20;
const mostParents = 64;

async function textOf(path: string): Promise<string> {
  try {
    const file = await openForReading(path);
    if (!file) return '';
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/** The repository that a folder lies in; null if it lies in none. */
export async function repositoryOf(folder: string): Promise<Repository | null> {
  if (!isAbsolute(folder)) return null;
  let at = resolve(folder);
  for (let n = 0; n < mostParents; n++) {
    const gitDir = await gitDirIn(at);
    if (gitDir !== null) return read(gitDir);
    const parent = dirname(at);
    if (parent === at) return null;
    at = parent;
  }
  return null;
}

/** `.git` is a folder, or in worktrees and submodules a file that names one. */
async function gitDirIn(folder: string): Promise<string | null> {
  const path = join(folder, '.git');
  const stats = await stat(path).catch(() => null);
  if (stats?.isDirectory()) return path;
  if (!stats?.isFile()) return null;
  const [, target] = /^gitdir: (.+)$/m.exec(await textOf(path)) ?? [];
  return target === undefined ? null : resolve(folder, target.trim());
}

async function read(gitDir: string): Promise<Repository> {
  // A worktree has a HEAD of its own and shares the rest.
  const common = (await textOf(join(gitDir, 'commondir'))).trim();
  const config = await textOf(join(common ? resolve(gitDir, common) : gitDir, 'config'));
  const [, branch = ''] = /^ref: refs\/heads\/(.+)$/m.exec(await textOf(join(gitDir, 'HEAD'))) ?? [];
  return { remote: remoteIn(config), branch: branch.trim().slice(0, 300) };
}

/** `origin`, or else the first remote there is. */
export function remoteIn(config: string): string {
  const remotes = new Map<string, string>();
  let section = '';
  for (const line of config.split(/\r?\n/)) {
    const [, header] = /^\s*\[\s*remote\s+"((?:[^"\\]|\\.)*)"\s*\]/i.exec(line) ?? [];
    if (header !== undefined) section = header;
    else if (/^\s*\[/.test(line)) section = '';
    const [, url] = /^\s*url\s*=\s*(.*?)\s*$/i.exec(line) ?? [];
    if (url && section && !remotes.has(section)) remotes.set(section, unquoted(url));
  }
  const remote = remotes.get('origin') ?? [...remotes.values()][0] ?? '';
  return withoutCredentials(remote).slice(0, 1000);
}

const unquoted = (value: string): string => value.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1');

/** The same for `https://name:password@host/path` and `ssh://git@host/path`, so that one repository has one name. */
const withoutCredentials = (url: string): string => url.replace(/^([\w+.-]+:\/\/)[^/]*@/, '$1');
