import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, packageManager, root } from './paths.mjs';
import { runLogged } from './processes.mjs';
import { fingerprint, isStamped, packageFiles, sourceFiles, stamp } from './stamp.mjs';

/** Installed packages fit one Node major on one kind of machine. */
const machine = [process.versions.node.split('.')[0], process.platform, process.arch];

/**
 * The two parts of a set-up. A part whose `fresh` is true need not run, and when both are, no package manager runs at all.
 * @returns {{ packages: Part, build: Part }}
 * @typedef {{ fresh: boolean, run: (signal?: AbortSignal) => Promise<void>, done: () => void }} Part
 */
export function setUp({ env }) {
  const commit = env.OPENACE_COMMIT ?? currentCommit();
  const packages = fingerprint(root, packageFiles(root), ...machine);
  const toolEnv = toolEnvironment(env);
  return {
    packages: part({
      name: 'packages',
      value: packages,
      makes: ['node_modules/.modules.yaml', 'apps/server/node_modules'],
      run: (signal) => installPackages([], { env: toolEnv, logFile: join(cacheFolder, 'install.log'), signal }),
    }),
    build: part({
      name: 'build',
      value: fingerprint(root, sourceFiles(root), packages, commit),
      makes: ['apps/server/dist/main.js', 'apps/agent/dist/main.js', 'apps/web/dist/index.html'],
      run: (signal) =>
        pnpm('The build', ['exec', 'turbo', 'run', 'build'], {
          env: { ...toolEnv, OPENACE_COMMIT: commit },
          logFile: join(cacheFolder, 'build.log'),
          signal,
        }),
    }),
  };
}

/** One part of a set-up: `value` says what it was made from, `makes` which files prove that it was. */
export function part({ name, value, makes, run }) {
  const file = join(cacheFolder, `${name}.stamp`);
  const done = () => stamp(file, value);
  return {
    fresh: makes.every((path) => existsSync(join(root, path))) && isStamped(file, value),
    async run(signal) {
      await run(signal);
      done();
    },
    done,
  };
}

export function installPackages(args, options) {
  return pnpm('Installing packages', ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false', ...args], options);
}

/** Runs the pinned pnpm; npx fetches it on a machine that has only npm, and puts it on PATH, where turbo looks for it. */
function pnpm(what, args, options) {
  return runLogged(what, 'npx', ['--yes', packageManager(), ...args], { cwd: root, ...options });
}

/** With NODE_ENV=production pnpm would leave out what the build needs; the rest keeps tools from phoning home. */
export function toolEnvironment(env) {
  const { NODE_ENV: _dropped, ...kept } = env;
  return { ...kept, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
}

export function currentCommit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
