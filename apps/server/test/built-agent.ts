import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const buildScript = fileURLToPath(new URL('../../agent/build.mjs', import.meta.url));

/** The packed agent as a release has it, built from the sources, which are of no known commit unless it is named. */
export async function builtAgent(env: Record<string, string> = {}): Promise<{ path: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'openace-built-agent-'));
  await promisify(execFile)(process.execPath, [buildScript, join(folder, 'dist')], {
    env: { ...process.env, OPENACE_COMMIT: 'unknown', ...env },
  });
  return { path: join(folder, 'dist/agent.tgz'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
