import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackages, part, setUp, toolEnvironment } from '../setup/build.mjs';
import { cacheFolder, root } from '../setup/paths.mjs';
import { fingerprint } from '../setup/stamp.mjs';
import { createTerminal } from '../start/terminal.mjs';
import { allowTypeScript } from './typescript.mjs';

/** Everything the tests need on this machine, made once and then found again by its stamp. Throws a Failure that says what to do. */
export async function prepareTests({ env, signal }) {
  const terminal = createTerminal();
  const setup = setUp({ env });
  const tools = testTools(env);
  await terminal.step('Packages', () => (setup.packages.fresh ? 'unchanged' : setup.packages.run(signal)));
  await terminal.step('CLIs, browser driver and test servers', () => (tools.fresh ? 'unchanged' : tools.run(signal)));
  allowTypeScript();
  await terminal.step('Browser', async () => {
    const { installChromium } = await import('../../packages/testkit/src/chromium.ts');
    return installChromium();
  });
  await terminal.step('PostgreSQL', async () => {
    const { findPostgres } = await import('../../packages/testkit/src/postgres-binaries.ts');
    return findPostgres().folder;
  });
}

/** The manifest of e2e: pinned, with a lockfile of its own, so that nobody who only wants to run Open ACE downloads it. */
function testTools(env) {
  return part({
    name: 'e2e',
    value: fingerprint(root, ['e2e/package.json', 'e2e/pnpm-lock.yaml'], process.platform, process.arch),
    makes: ['e2e/node_modules/.modules.yaml'],
    async run(signal) {
      await installPackages(['--ignore-workspace', '--ignore-scripts', '--dir', 'e2e'], {
        env: toolEnvironment(env),
        logFile: join(cacheFolder, 'e2e-install.log'),
        signal,
      });
      // The old Node that is there to be refused would otherwise run every program of this folder: their launchers prefer a
      // "node" beside them.
      await rm(join(root, 'e2e/node_modules/.bin/node'), { force: true });
    },
  });
}
