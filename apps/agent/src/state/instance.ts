import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readIfThere, writeAtomically } from './atomic-file.ts';

/**
 * Tells this agent from one that holds a copy of its folder on another machine. The secret stands apart from the credential
 * because it is there before it: whoever asks again after a lost answer must be the same instance.
 */
export async function instanceIdOf(dir: string): Promise<string> {
  const path = join(dir, 'instance.key');
  let secret = (await readIfThere(path))?.trim();
  if (!secret) {
    secret = randomBytes(32).toString('base64url');
    await writeAtomically(path, `${secret}\n`);
  }
  const machine = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return createHash('sha256').update([secret, hostname(), machine.trim()].join('\n')).digest('hex');
}
