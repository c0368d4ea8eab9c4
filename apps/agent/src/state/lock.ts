import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Ending, exitCodes } from '../ending.ts';
import { pause } from '../pause.ts';
import { privateFolder, readIfThere } from './atomic-file.ts';
import { isAlive, processStart } from './process-start.ts';

const Holder = z.object({ pid: z.number().int().positive(), startedAt: z.string() });
type Holder = z.infer<typeof Holder>;

const attempts = 10;

/** The process that works in this folder; null if none does. */
export async function holderOf(dir: string): Promise<number | null> {
  const [holder] = await livingIn(dir);
  return holder?.pid ?? null;
}

/**
 * Makes this process the only agent of a folder until it is released. Each puts down a file of its own name and then looks for
 * others: of two that come at once at least one sees the other, and whoever sees another steps back. Files of dead processes are
 * cleared away, which is safe because no name is ever used again.
 */
export async function lockFolder(dir: string): Promise<{ release(): Promise<void> }> {
  await privateFolder(dir);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const [holder] = await livingIn(dir);
    if (holder) throw inUse(dir, holder.pid);
    const path = await putDown(dir);
    if ((await livingIn(dir)).every((other) => other.path === path)) return { release: () => rm(path, { force: true }) };
    await rm(path, { force: true });
    await pause(Math.random() * 50 * (attempt + 1));
  }
  throw inUse(dir, null);
}

const inUse = (dir: string, pid: number | null) =>
  new Ending(
    `Another agent${pid === null ? '' : ` (process ${pid})`} works in ${dir}: stop it, or give this one a folder of its own with OPENACE_AGENT_DIR.`,
    exitCodes.inUse,
  );

/** The file appears with its content or not at all, so nobody reads one without a name in it. */
async function putDown(dir: string): Promise<string> {
  const path = join(dir, `lock-${randomUUID()}.json`);
  const holder: Holder = { pid: process.pid, startedAt: await processStart(process.pid) };
  await writeFile(`${path}.draft`, JSON.stringify(holder), { mode: 0o600 });
  await rename(`${path}.draft`, path);
  return path;
}

async function livingIn(dir: string): Promise<(Holder & { path: string })[]> {
  const names = await readdir(dir).catch(() => []);
  const living: (Holder & { path: string })[] = [];
  for (const name of names.filter((one) => /^lock-.*\.json$/.test(one))) {
    const path = join(dir, name);
    const text = await readIfThere(path);
    if (text === null) continue;
    const holder = parse(text);
    if (holder && (await isHeld(holder))) living.push({ ...holder, path });
    else await rm(path, { force: true });
  }
  return living;
}

function parse(text: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function isHeld({ pid, startedAt }: Holder): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const now = await processStart(pid);
  // Another process may have got the number of one that died.
  return startedAt === '' || now === '' || startedAt === now;
}
