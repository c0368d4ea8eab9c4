import { join } from 'node:path';
import { readIfThere, writeAtomically } from './atomic-file.ts';

const file = (dir: string) => join(dir, 'last-connection');

/** When the server last welcomed this machine. */
export async function lastConnection(dir: string): Promise<Date | null> {
  const at = new Date((await readIfThere(file(dir)))?.trim() ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
}

export const noteConnection = (dir: string, at: Date): Promise<void> => writeAtomically(file(dir), `${at.toISOString()}\n`);
