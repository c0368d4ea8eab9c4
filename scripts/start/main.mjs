import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUp } from '../setup/build.mjs';
import { Failure } from '../setup/failure.mjs';
import { root } from '../setup/paths.mjs';
import { ended, killGroup, tail } from '../setup/processes.mjs';
import { demoEnvironment, startDemoSeed } from './children.mjs';
import { openLogs } from './logs.mjs';
import { checkDataFolder, checkDiskSpace, checkPort } from './preflight.mjs';
import { addressOf, dataFolderOf } from './settings.mjs';
import { onNpmGone, onStopSignals } from './stop-signals.mjs';
import { createSystem } from './system.mjs';
import { createTerminal } from './terminal.mjs';

const gigabyte = 1024 ** 3;
/** Measured for packages, package store and build, and rounded up. */
const setUpBytes = 2 * gigabyte;
const runBytes = gigabyte / 4;

export async function main(args) {
  const terminal = createTerminal();
  const demo = args.includes('--demo');
  const stopping = new AbortController();
  const run = { system: undefined };
  const askToStop = () => stopping.abort(new Stopped());
  onNpmGone(askToStop);
  onStopSignals({
    first: askToStop,
    second: () => {
      run.system?.kill();
      process.exit(130);
    },
  });
  const dataFolder = demo ? mkdtempSync(join(tmpdir(), 'open-ace-demo-')) : dataFolderOf(process.env);
  // A terminal that is gone must not keep us from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // However this process ends by itself, nothing of it stays behind.
  process.on('exit', () => {
    run.system?.kill();
    if (demo) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  });
  const env = demo ? demoEnvironment(process.env, dataFolder) : { ...process.env, OPENACE_DATA_DIR: dataFolder };
  try {
    terminal.line();
    await runUntilStopped({ demo, dataFolder, env, terminal, signal: stopping.signal, run });
  } catch (error) {
    process.exitCode = report(error, terminal, run.system !== undefined);
  } finally {
    if (run.system) {
      terminal.line();
      await terminal.step('Stopping', () => run.system.stop());
    }
  }
}

async function runUntilStopped({ demo, dataFolder, env, terminal, signal, run }) {
  const setup = setUp({ env });
  await terminal.step(`Node ${process.versions.node}`, async () => 'ok');
  await terminal.step(`Data folder ${shown(dataFolder)}`, () => checkDataFolder(dataFolder).then(() => 'ok'));
  await terminal.step('Disk space', () => checkDisks(setup, dataFolder));
  const address = addressOf(env, dataFolder);
  await terminal.step(`Port ${address.port} on ${address.host}`, () => checkPort(address.port, address.host).then(() => 'free'));
  signal.throwIfAborted();

  await terminal.step('Packages', () => (setup.packages.fresh ? 'unchanged' : setup.packages.run(signal)));
  await terminal.step('Build', () => (setup.build.fresh ? 'unchanged' : setup.build.run(signal)));

  const logs = openLogs(dataFolder);
  if (demo) await terminal.step('Ninety days of a lively team', () => seedDemo({ env, logs, signal }));
  run.system = createSystem({ env, dataFolder, address, logs, say: terminal.line, signal });
  let url;
  await terminal.step('Server', async () => {
    url = await run.system.startServer();
  });
  run.system.startEnrolledAgent();

  terminal.line();
  terminal.line(`Open ACE runs at ${url}`);
  run.system.onSetupLink((link) => terminal.line(`Set it up with this link, which works once: ${link}`));
  terminal.line(`Logs are in ${shown(logs.folder)}; Ctrl-C stops it.`);
  terminal.line();
  throw await Promise.race([run.system.failed, untilAborted(signal)]);
}

async function checkDisks(setup, dataFolder) {
  if (!setup.packages.fresh || !setup.build.fresh) {
    await checkDiskSpace(root, { what: 'installing and building', needBytes: setUpBytes });
  }
  return checkDiskSpace(dataFolder, { what: 'the database', needBytes: runBytes });
}

async function seedDemo({ env, logs, signal }) {
  const child = startDemoSeed({ env, logs });
  const abort = () => killGroup(child, 'SIGKILL');
  signal.addEventListener('abort', abort, { once: true });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  const { code, error } = await ended(child);
  signal.removeEventListener('abort', abort);
  signal.throwIfAborted();
  if (error || code !== 0) throw new Failure('The demo data could not be made.', { tail: tail(logs.fileOf('demo-seed')) });
  return printed.trim() ? `\n${printed.trimEnd().replaceAll(/^/gm, '    ')}\n  done` : undefined;
}

/** The exit code: a stop that was asked for is a success once there was something to stop. */
function report(error, terminal, running) {
  if (error instanceof Stopped) return running ? 0 : 130;
  if (error instanceof Failure) terminal.failure(error);
  else terminal.failure(new Failure(error.stack));
  return 1;
}

class Stopped extends Error {}

function untilAborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
  });
}

function shown(path) {
  return path.replace(homedir(), '~');
}
