import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { copyEmbedded, findPostgres } from './postgres-binaries.ts';

export interface TestPostgres {
  /** The maintenance database `postgres`, as a superuser without a password, on loopback. */
  url: string;
  stop(): Promise<void>;
}

interface Identity {
  uid: number;
  gid: number;
}

/** Ends the server and removes its folder when the pipe to the test closes, so that nothing outlives a run that was killed. */
const watchdog = 'exec 3<&0; "$@" </dev/null & server=$!; (cat <&3 >/dev/null; kill -INT $server) & wait $server; rm -rf "$PWD"';

/** What a throw-away cluster may do without: nothing has to survive a crash. */
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200', 'unix_socket_directories='];

/** Starts an empty throw-away cluster on a free port. Throws with the one command to run when PostgreSQL is missing. */
export async function startPostgres(binaries = findPostgres()): Promise<TestPostgres> {
  const identity = unprivileged();
  const folder = mkdtempSync(join(temporaryFolder(identity), 'open-ace-postgres-'));
  chmodSync(folder, 0o755);
  if (identity) chownSync(folder, identity.uid, identity.gid);
  try {
    const programs = binaries.embedded ? copyEmbedded(binaries, join(folder, 'programs')) : binaries.folder;
    const data = join(folder, 'data');
    await initialise(join(programs, 'initdb'), data, folder, identity);
    return await startOnFreePort(join(programs, 'postgres'), data, folder, identity);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Creates a database, as a copy of `template` when given (nobody may be connected to that one).
 * @param serverUrl what `startPostgres` gave
 * @returns the new database's URL
 */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<string> {
  await query(serverUrl, `CREATE DATABASE ${quoted(name)}${template ? ` TEMPLATE ${quoted(template)}` : ''}`);
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Drops a database and whoever is connected to it. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await query(serverUrl, `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

async function initialise(initdb: string, data: string, cwd: string, identity: Identity | undefined): Promise<void> {
  // Sorting by code point in UTF-8: the same on every machine. Only glibc knows C.UTF-8.
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const options = ['--auth=trust', '--username=postgres', '--encoding=UTF8', `--locale=${locale}`, '--no-sync'];
  await promisify(execFile)(initdb, ['-D', data, ...options], { cwd, ...identity });
}

async function startOnFreePort(postgres: string, data: string, folder: string, identity: Identity | undefined): Promise<TestPostgres> {
  const port = await freePort();
  const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn('sh', ['-c', watchdog, 'sh', postgres, ...args], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
    // Not in the runner's group, or whoever kills that kills the watchdog as well.
    detached: true,
    ...identity,
  });
  let log = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4000);
  });
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await untilReady(server, url, () => log);
  return {
    url,
    async stop() {
      await stopped(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(server: ChildProcess, url: string, log: () => string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await query(url, 'SELECT 1');
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) {
        await stopped(server);
        throw new Error(`PostgreSQL did not start:\n${log()}`, { cause: error });
      }
      await sleep(50);
    }
  }
}

async function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = once(server, 'exit');
  server.stdin?.end();
  await exit;
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (!account) throw new Error('PostgreSQL does not run as root. Run: adduser --system --group postgres');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** Root's own temporary folder may be closed to the other user. */
function temporaryFolder(identity: Identity | undefined): string {
  return identity ? '/tmp' : tmpdir();
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
