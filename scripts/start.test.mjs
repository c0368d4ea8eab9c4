import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { root } from './setup/paths.mjs';
import { freePort } from './test/free-port.mjs';
import { liveProcesses } from './test/process-table.mjs';

/** A project of our own scripts around a small server and agent, stamped as built, so that only starting is tested. */
let project;
let started;

const server = `
import { createServer } from 'node:http';
const server = createServer((_request, response) => response.end('ok'));
server.listen(0, '127.0.0.1', () => {
  process.send({ type: 'listening', url: 'http://127.0.0.1:' + server.address().port });
  process.send({ type: 'setup-link', url: 'http://127.0.0.1/setup#once' });
  process.send({ type: 'registration-token', token: 'enrol-me' });
});
process.on('SIGTERM', () => process.exit(0));
`;
const agent = `
import { writeFileSync } from 'node:fs';
writeFileSync(process.env.OPENACE_AGENT_DIR + '.json', JSON.stringify({ pid: process.pid, args: process.argv.slice(2), env: process.env }));
setInterval(() => {}, 1000);
`;

beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), 'open-ace-start-'));
  for (const name of ['scripts', 'package.json']) cpSync(join(root, name), join(project, name), { recursive: true });
  write('apps/server/package.json', '{"type":"module"}');
  write('apps/agent/package.json', '{"type":"module"}');
  write('prisma/package.json', '{}');
  write('apps/server/dist/main.js', server);
  write('apps/agent/dist/main.js', agent);
  write('apps/web/dist/index.html', '');
  write('packages/.keep', '');
  write('node_modules/.modules.yaml', '');
  mkdirSync(join(project, 'apps/server/node_modules'));
  const { setUp } = await import(pathToFileURL(join(project, 'scripts/setup/build.mjs')).href);
  for (const part of Object.values(setUp({ env: { OPENACE_COMMIT: 'unknown' } }))) part.done();
});

afterEach(async () => {
  if (started?.exitCode === null) {
    started.kill('SIGKILL');
    for (const { pid, command } of liveProcesses()) if (command.includes(project)) process.kill(pid, 'SIGKILL');
  }
  rmSync(project, { recursive: true, force: true });
});

function write(file, content) {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), content);
}

function start(args = [], env = {}) {
  const output = { text: '' };
  started = spawn(process.execPath, [join(project, 'scripts/start.mjs'), ...args], {
    env: { HOME: project, PATH: process.env.PATH, OPENACE_DATA_DIR: join(project, 'data'), OPENACE_COMMIT: 'unknown', PORT: '0', ...env },
  });
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output.text += text;
    });
  }
  output.exit = new Promise((resolve) => started.once('exit', resolve));
  output.shows = (pattern) => vi.waitFor(() => expect(output.text).toMatch(pattern), { timeout: 15_000 });
  return output;
}

const leftBehind = () => liveProcesses().filter(({ command }) => command.includes(project));
const agentSaw = () => JSON.parse(readFileSync(join(project, 'data/agent.json'), 'utf8'));

test('a warm start brings up server and agent and Ctrl-C leaves nothing behind', async () => {
  const output = start([], { DATABASE_URL: 'file:secret', OPENACE_SECRET_KEY: 'secret' });
  await output.shows(/Open ACE runs at http:\/\/127\.0\.0\.1:\d+\n/);
  await output.shows(/Set it up with this link, which works once: http:\/\/127\.0\.0\.1\/setup#once/);
  await vi.waitFor(() => agentSaw(), { timeout: 5000 });
  const { args, env } = agentSaw();
  expect(args).toEqual(['run']);
  expect(env).toMatchObject({
    OPENACE_SERVER_URL: /http:\S+/.exec(output.text)[0],
    OPENACE_AGENT_DIR: join(project, 'data/agent'),
    OPENACE_REGISTRATION_TOKEN: 'enrol-me',
  });
  expect(env).not.toHaveProperty('DATABASE_URL');
  expect(env).not.toHaveProperty('OPENACE_SECRET_KEY');
  expect(statSync(join(project, 'data/logs/server.log')).mode & 0o777).toBe(0o600);

  started.kill('SIGINT');
  expect(await output.exit).toBe(0);
  expect(leftBehind()).toEqual([]);
});

test('an agent that an earlier run enrolled starts at once and without a token', async () => {
  write('data/agent/credential.json', '{}');
  write('apps/server/dist/main.js', server.replace(/.*registration-token.*/, ''));
  const output = start();
  await vi.waitFor(() => agentSaw(), { timeout: 15_000 });
  expect(agentSaw().env).not.toHaveProperty('OPENACE_REGISTRATION_TOKEN');
  started.kill('SIGTERM');
  expect(await output.exit).toBe(0);
});

test('a server that dies comes back at the same address', async () => {
  write('apps/server/dist/main.js', server.replace('listen(0', 'listen(Number(process.env.PORT)'));
  const output = start();
  await output.shows(/Open ACE runs at/);
  const address = /http:\S+/.exec(output.text)[0];
  process.kill(leftBehind().find(({ command }) => command.includes('apps/server')).pid, 'SIGKILL');
  await output.shows(/The server ended \(killed by SIGKILL\); starting it again in 1 s\./);
  await vi.waitFor(async () => expect((await fetch(`${address}/health`)).ok).toBe(true), { timeout: 10_000 });
  started.kill('SIGTERM');
  expect(await output.exit).toBe(0);
});

test('a second Ctrl-C does not wait for a server that will not stop', async () => {
  write('apps/server/dist/main.js', server.replace('process.exit(0)', 'undefined'));
  const output = start();
  await output.shows(/Open ACE runs at/);
  started.kill('SIGINT');
  await output.shows(/Stopping/);
  await sleep(1000);
  started.kill('SIGINT');
  expect(await output.exit).toBe(130);
  await vi.waitFor(() => expect(leftBehind()).toEqual([]));
});

test('a taken port is one sentence that says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (taken.address());
  const output = start([], { PORT: String(port) });
  expect(await output.exit).toBe(1);
  expect(output.text).toMatch(new RegExp(`\\n {2}Port ${port} on 127\\.0\\.0\\.1 is in use, .* PORT=\\d+ npm start\\.\\n`));
  taken.close();
});

test('behind a proxy people get its address and the agent the server’s own', async () => {
  const port = await freePort();
  write(
    'apps/server/dist/main.js',
    server.replace('listen(0', `listen(${port}`).replace(/url: 'http:.*port }/, `url: 'https://ace.example.com' }`),
  );
  const output = start([], { PORT: String(port) });
  await output.shows(/Open ACE runs at https:\/\/ace\.example\.com\n/);
  await vi.waitFor(() => agentSaw(), { timeout: 5000 });
  expect(agentSaw().env.OPENACE_SERVER_URL).toBe(`http://127.0.0.1:${port}`);
  started.kill('SIGTERM');
  expect(await output.exit).toBe(0);
});

test('a server that cannot start ends everything with one sentence and the tail of its log', async () => {
  write('apps/server/dist/main.js', `console.error('PORT: Too big'); process.exit(78);`);
  const output = start();
  expect(await output.exit).toBe(1);
  expect(output.text).toMatch(/ {4}PORT: Too big\n\n {2}The server cannot start; its log is \S+server\.log\.\n/);
  expect(leftBehind()).toEqual([]);
});

test('the demo runs on a throw-away folder, without this shell’s database and without its history', async () => {
  write(
    'apps/server/dist/cli.js',
    `console.log(JSON.stringify(process.argv.slice(2))); console.log('db=' + process.env.DATABASE_URL, 'folder=' + process.env.OPENACE_DATA_DIR, 'history=' + process.env.OPENACE_LOCAL_HISTORY);`,
  );
  const output = start(['--demo'], { DATABASE_URL: 'postgresql://real' });
  await output.shows(/Open ACE runs at/);
  expect(output.text).toMatch(/\["demo-seed"\]\n\s+db=undefined folder=\S*open-ace-demo-\S+ history=off\n/);
  const folder = /folder=(\S+)/.exec(output.text)[1];
  expect(existsSync(folder)).toBe(true);
  await vi.waitFor(() => expect(leftBehind().some(({ command }) => command.includes('apps/agent'))).toBe(true));
  started.kill('SIGINT');
  expect(await output.exit).toBe(0);
  expect(leftBehind()).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(join(project, 'data'))).toBe(false);
});
