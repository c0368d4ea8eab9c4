import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { root } from './setup/paths.mjs';
import { killGroup } from './setup/processes.mjs';
import { freePort } from './test/free-port.mjs';
import { processesOf } from './test/process-table.mjs';

/** What a company network needs to reach its registry; everything else of this machine stays outside. */
const network = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'NODE_EXTRA_CA_CERTS'];

/** All that the machine has: no compiler, no Python, no database, no package manager but npm. */
// The last ones are what the launchers in node_modules/.bin are written with.
const programs = ['node', 'npm', 'npx', 'git', 'sh', ...['env', 'basename', 'dirname', 'sed', 'uname']];

/** A checkout of the last commit and an empty home, both in a folder whose name has a space. */
let folder;
let clone;
let home;
let port;
let npm;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'open-ace set-up-'));
  clone = join(folder, 'open-ace');
  home = join(folder, 'home');
  mkdirSync(home);
  mkdirSync(join(folder, 'bin'));
  for (const name of programs) symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(folder, 'bin', name));
  execFileSync('git', ['clone', '--quiet', root, clone]);
  port = await freePort();
  if (git('-C', root, 'status', '--porcelain')) console.log('The working tree differs from the last commit; this test sees the commit.');
});

afterAll(() => {
  if (npm?.exitCode === null) killGroup(npm, 'SIGKILL');
  for (const { pid } of processesOf(folder)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}

/** `npm start` with nothing of this machine but those programs, in a group of its own, as in a terminal of its own. */
function npmStart() {
  const kept = Object.fromEntries(network.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const started = Date.now();
  npm = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...kept, HOME: home, PATH: join(folder, 'bin'), PORT: String(port) },
    detached: true,
  });
  const run = { output: '', seconds: () => `${((Date.now() - started) / 1000).toFixed(1)} s` };
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      run.output += text;
    });
  }
  return run;
}

async function untilHealthy(run) {
  for (;;) {
    if (npm.exitCode !== null) throw new Error(`npm start ended:\n${run.output}`);
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
}

async function untilNothingRuns() {
  await vi.waitFor(() => expect(processesOf(folder)).toEqual([]), { timeout: 20_000, interval: 200 });
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
}

test('npm start brings up a fresh clone on a machine with only Node, npm and git', async () => {
  const run = npmStart();
  await untilHealthy(run);
  const seconds = run.seconds();
  await vi.waitFor(() => expect(run.output).toMatch(/Set it up with this link, which works once: http:\/\/\S+/));
  console.log(`Cold start: /health after ${seconds}\n${run.output}`);
  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect(await page.text()).toMatch(/<div id="root">/);
});

test('Ctrl-C stops it and leaves nothing but its folders', async () => {
  process.kill(-npm.pid, 'SIGINT');
  await untilNothingRuns();
  expect(git('-C', clone, 'status', '--porcelain')).toBe('');
  expect(readdirSync(home).filter((name) => !['.npm', '.cache', '.config', '.local', '.open-ace'].includes(name))).toEqual([]);
});

test('a warm start runs no package manager and a kill of npm ends it as well', async () => {
  const run = npmStart();
  await untilHealthy(run);
  console.log(`Warm start: /health after ${run.seconds()}`);
  expect(run.output).toMatch(/Packages \.+ unchanged/);
  expect(run.output).toMatch(/Build \.+ unchanged/);
  process.kill(npm.pid, 'SIGTERM');
  await untilNothingRuns();
});
