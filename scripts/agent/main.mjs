import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setUp } from '../setup/build.mjs';
import { Failure } from '../setup/failure.mjs';
import { root } from '../setup/paths.mjs';
import { createTerminal } from '../start/terminal.mjs';

/** Installs and builds what is not there yet, then is the agent's own program: its arguments, signals and exit codes are that one's. */
export async function main() {
  const terminal = createTerminal();
  const { packages, build } = setUp({ env: process.env });
  try {
    if (!packages.fresh) await terminal.step('Packages', () => packages.run());
    if (!build.fresh) await terminal.step('Build', () => build.run());
  } catch (error) {
    terminal.failure(error instanceof Failure ? error : new Failure(error.stack));
    process.exitCode = 1;
    return;
  }
  await import(pathToFileURL(join(root, 'apps/agent/dist/main.js')).href);
}
