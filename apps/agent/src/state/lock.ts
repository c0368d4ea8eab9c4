import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Ending, exitCodes } from '../ending.ts';
import { isMissing, privateFolder, readIfThere } from './atomic-file.ts';
import { isAlive, processStart } from './process-start.ts';

const Holder = z.object({ pid: z.number().int().positive(), startedAt: z.string() });
type Holder = z.infer<typeof Holder>;

const lockIn = (dir: string) => join(dir, 'lock');

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

/** The process that works in this folder; null if none does. */
export async function holderOf(dir: string): Promise<number | null> {
  const holder = parse((await readIfThere(lockIn(dir))) ?? '');
  return holder && (await isHeld(holder)) ? holder.pid : null;
}

const inUse = (dir: string, pid: number | null) =>
  new Ending(
    `Another agent${pid === null ? '' : ` (process ${pid})`} works in ${dir}: stop it, or give this one a folder of its own with OPENACE_AGENT_DIR.`,
    exitCodes.inUse,
  );

/** Makes this process the only agent of a folder until it is released. That of a dead process is taken over. */
export async function lockFolder(dir: string): Promise<{ release(): Promise<void> }> {
  await privateFolder(dir);
  const path = lockIn(dir);
  const mine = JSON.stringify({ pid: process.pid, startedAt: await processStart(process.pid) });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (await linked(draft, path)) return { release: () => release(path, mine) };
      await removeStale(dir, path);
    }
    throw inUse(dir, null);
  } finally {
    await rm(draft, { force: true });
  }
}

/** A link appears with its content or not at all, so nobody reads a lock without a name in it. */
async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(dir: string, path: string): Promise<void> {
  const text = await readIfThere(path);
  if (text === null) return;
  const holder = parse(text);
  if (holder && (await isHeld(holder))) throw inUse(dir, holder.pid);
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  // Between reading and renaming somebody else may have taken over: theirs goes back.
  if ((await readFile(aside, 'utf8')) !== text) await linked(aside, path);
  await rm(aside, { force: true });
}

async function release(path: string, mine: string): Promise<void> {
  if ((await readIfThere(path)) === mine) await rm(path, { force: true });
}
