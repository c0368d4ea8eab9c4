import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writeAtomically } from './atomic-file.ts';

/** Copies the certificates that a server was reached with, so that they are believed from now on wherever the file given goes. */
export async function keepCertificates(dir: string, caFile: string): Promise<void> {
  const kept = join(dir, 'ca.pem');
  if (caFile !== kept) await copyFile(caFile, kept);
  const path = join(dir, 'agent.json');
  const settings = z.record(z.string(), z.unknown()).parse(JSON.parse((await readIfThere(path)) ?? '{}'));
  await writeAtomically(path, `${JSON.stringify({ ...settings, caFile: kept }, null, 2)}\n`);
}
