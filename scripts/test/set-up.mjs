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
  await preparePackages(terminal, { env, signal });
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

/** As for the tests of every run, without browser and PostgreSQL, and with the CLIs that only `npm run test:clis` runs. */
export async function prepareSlowClis({ env, signal }) {
  const terminal = createTerminal();
  await preparePackages(terminal, { env, signal });
  await ready(terminal, 'Slow CLIs', slowClis(env), signal);
}

async function preparePackages(terminal, { env, signal }) {
  await ready(terminal, 'Packages', setUp({ env }).packages, signal);
  await ready(terminal, 'CLIs, browser driver and test servers', testTools(env), signal);
}

const ready = (terminal, title, { fresh, run }, signal) => terminal.step(title, () => (fresh ? 'unchanged' : run(signal)));

/** The manifest of e2e: pinned, with a lockfile of its own, so that nobody who only wants to run Open ACE downloads it. */
function testTools(env) {
  const tools = ownManifest('e2e', 'e2e', env);
  return {
    ...tools,
    async run(signal) {
      await tools.run(signal);
      // The old Node that is there to be refused would otherwise run every program of this folder: their launchers prefer a
      // "node" beside them.
      await rm(join(root, 'e2e/node_modules/.bin/node'), { force: true });
    },
  };
}

/** That of e2e/slow: CLIs that are large, and that only one script needs. */
const slowClis = (env) => ownManifest('e2e-slow', 'e2e/slow', env);

function ownManifest(name, folder, env) {
  return part({
    name,
    value: fingerprint(root, [`${folder}/package.json`, `${folder}/pnpm-lock.yaml`], process.platform, process.arch),
    makes: [`${folder}/node_modules/.modules.yaml`],
    run: (signal) =>
      installPackages(['--ignore-workspace', '--ignore-scripts', '--dir', folder], {
        env: toolEnvironment(env),
        logFile: join(cacheFolder, `${name}-install.log`),
        signal,
      }),
  });
}
