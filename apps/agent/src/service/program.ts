import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { writeAtomically } from '../state/atomic-file.ts';
import { cmdLauncher, shellLauncher } from './launcher.ts';

/** What of an unpacked package is read. */
const Manifest = z.object({
  name: z.literal('openace-agent'),
  version: z.string().regex(/^[\w.+-]{1,64}$/),
  dependencies: z.record(z.string(), z.string()),
});

const entry = ['bin', 'openace-agent.mjs'] as const;
const currentName = 'current';

/** Where this program lies. */
export interface Program {
  /** What Node is given to start it, the same after an update. */
  readonly entry: string;
  /** The folder of its versions; null where it runs from a clone, which is updated by other means. */
  readonly root: string | null;
}

/** `bundle` is the address of the bundled file: `<root>/<version>/dist/main.js` where it was installed. */
export function programOf(bundle: string): Program {
  const folder = dirname(dirname(fileURLToPath(bundle)));
  const current = join(dirname(folder), currentName);
  return existsSync(current) ? { entry: join(current, ...entry), root: dirname(folder) } : { entry: join(folder, ...entry), root: null };
}

/** Makes an unpacked package the current version below `root`; whoever starts the program sees the old one or the new one. */
export async function placeProgram(unpacked: string, root: string): Promise<string> {
  const { version, dependencies } = Manifest.parse(JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')));
  const digest = createHash('sha256')
    .update(await readFile(join(unpacked, 'dist', 'main.js')))
    .digest('hex');
  const name = `${version}-${digest.slice(0, 12)}`;
  const folder = join(root, name);
  if (!existsSync(folder)) {
    const draft = join(root, `.draft-${process.pid}`);
    await rm(draft, { recursive: true, force: true });
    await mkdir(root, { recursive: true, mode: 0o755 });
    await cp(unpacked, draft, { recursive: true });
    if (Object.keys(dependencies).length > 0) await installNativeParts(draft);
    await rename(draft, folder);
  }
  const before = await readlink(join(root, currentName)).catch(() => '');
  await makeCurrent(root, name);
  await removeOthers(root, [name, basename(before)]);
  return join(root, currentName, ...entry);
}

/** What exists for this platform alone comes from the npm registry. */
async function installNativeParts(folder: string): Promise<void> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await promisify(execFile)(npm, ['install', '--omit=dev', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
    shell: process.platform === 'win32',
  });
}

async function makeCurrent(root: string, name: string): Promise<void> {
  const link = join(root, currentName);
  if (process.platform === 'win32') {
    // Links need rights there that junctions do not, and a junction cannot be replaced as one step.
    await rm(link, { recursive: false, force: true });
    await symlink(join(root, name), link, 'junction');
    return;
  }
  const draft = join(root, `.${currentName}-${process.pid}`);
  await rm(draft, { force: true });
  await symlink(name, draft);
  await rename(draft, link);
}

/** The version before stays: a process of it may still run. */
async function removeOthers(root: string, kept: readonly string[]): Promise<void> {
  const versions = (await readdir(root)).filter((name) => /^\d[\w.+-]*-[0-9a-f]{12}$/.test(name));
  const old = versions.filter((name) => !kept.includes(name));
  await Promise.all(old.map((name) => rm(join(root, name), { recursive: true, force: true })));
}

/** Puts `openace-agent` into a folder that is, or should be, on PATH; its path. */
export async function placeLauncher(entryPath: string, bin: string): Promise<string> {
  const launcher = launcherIn(bin);
  const text = process.platform === 'win32' ? cmdLauncher(process.execPath, entryPath) : shellLauncher(process.execPath, entryPath);
  await mkdir(bin, { recursive: true, mode: 0o755 });
  await writeAtomically(launcher, text);
  await chmod(launcher, 0o755);
  return launcher;
}

const launcherIn = (bin: string) => join(bin, process.platform === 'win32' ? 'openace-agent.cmd' : 'openace-agent');
