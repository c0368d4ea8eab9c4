import { join } from 'node:path';
import { z } from 'zod';
import { Ending, exitCodes } from '../ending.ts';
import { readIfThere, writeAtomically } from './atomic-file.ts';

/** Which machine this is to which server. */
export const Credential = z.object({ serverUrl: z.url(), machineId: z.uuid(), credential: z.string().min(1) });
export type Credential = z.infer<typeof Credential>;

export const credentialFile = (dir: string) => join(dir, 'credential.json');

/** Null before the machine is enrolled. */
export async function readCredential(dir: string): Promise<Credential | null> {
  const text = await readIfThere(credentialFile(dir));
  if (text === null) return null;
  try {
    return Credential.parse(JSON.parse(text));
  } catch {
    throw new Ending(`${credentialFile(dir)} cannot be read. Remove it and enrol this machine again.`, exitCodes.refused);
  }
}

export async function writeCredential(dir: string, credential: Credential): Promise<void> {
  await writeAtomically(credentialFile(dir), `${JSON.stringify(credential, null, 2)}\n`);
}
