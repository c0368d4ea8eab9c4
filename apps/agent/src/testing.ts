import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What the tests of this program share. */

/** A temporary folder, removed at the end of its `using` block. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'openace-agent-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** For whatever comes in its own time, also on a machine that is busy with other things. */
export const patiently = { timeout: 15_000, interval: 20 };

/** The program as machines get it, built from the sources and unpacked into a folder; the file that Node is given. */
export async function builtProgram(folder: string): Promise<string> {
  const built = join(folder, 'built');
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../build.mjs', import.meta.url)), built]);
  await promisify(execFile)('tar', ['-xzf', join(built, 'agent.tgz'), '-C', folder]);
  return join(folder, 'package/bin/openace-agent.mjs');
}
