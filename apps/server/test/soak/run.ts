import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { estimateOrphans } from '../../src/domains/gateway/index.ts';
import { MINUTE } from '../../src/platform/clock.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { Deps } from '../../src/platform/context.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createDeps } from '../../src/serve.ts';
import { checkBudgets } from './check-budgets.ts';
import { checkCalls, type Figures } from './check-calls.ts';
import { checkRollups } from './check-rollups.ts';
import { makeCall, type SeenCall } from './client.ts';
import { furnish, type SoakPlace } from './place.ts';
import { planOf } from './plan.ts';
import { type SoakProvider, startProvider } from './provider.ts';
import { randomOf } from './random.ts';
import { readLedger } from './read-ledger.ts';
import { Seats } from './seats.ts';
import { type Servers, startServers } from './servers.ts';

export interface SoakOptions {
  /** Of an empty database. */
  databaseUrl: string;
  calls: number;
  /** How often the server is killed, evenly over the calls. */
  kills: number;
  seed: number;
  onProgress?(text: string): void;
}

export interface SoakReport {
  /** What is wrong; nothing, if all is well. */
  problems: string[];
  figures: Figures;
  seconds: number;
}

const CLIENTS = 24;
const RING = 50;
const SECRET = 'a secret key of thirty-two characters or more';

/** What this process needs of the server: to make people, and to read the ledger. */
async function withDeps<Result>(databaseUrl: string, work: (deps: Deps) => Promise<Result>): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'open-ace-soak-data-'));
  const config = loadConfig({ DATABASE_URL: databaseUrl, OPENACE_DATA_DIR: dataDir, OPENACE_SECRET_KEY: SECRET });
  const deps = createDeps(config, createLogger('warn'));
  try {
    return await work(deps);
  } finally {
    await deps.database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Makes all calls, a few at a time, and kills the server in the middle of them. */
async function makeCalls({ calls, kills, seed, onProgress }: SoakOptions, place: SoakPlace, servers: Servers, provider: SoakProvider) {
  const seats = new Seats(place.seats, (n) => randomOf(seed, -1 - n).between(0, 1e9));
  const dispatcher = new Agent({ connections: CLIENTS * 2, headersTimeout: MINUTE, bodyTimeout: MINUTE });
  const killAt = new Map(Array.from({ length: kills }, (_, kill) => [Math.floor(((kill + 1) * calls) / (kills + 1)), kill + 1]));
  const seen: SeenCall[] = [];
  let next = 0;

  async function kill(number: number): Promise<void> {
    onProgress?.(`kill ${number} of ${kills} after ${seen.length} calls`);
    await servers.killAndRestart();
    // For a part of the time, the provider gives ids of answers twice.
    await provider.setRing(number % 2 === 1 ? RING : null);
  }

  async function client(): Promise<void> {
    for (let n = next++; n < calls; n = next++) {
      const number = killAt.get(n);
      const killing = number === undefined ? undefined : kill(number);
      await killing;
      const seat = await seats.take();
      const call = await makeCall(dispatcher, await servers.url(), planOf(seed, n), seat);
      seats.giveBack(seat, call.end === 'whole');
      seen.push(call);
    }
  }

  await Promise.all(Array.from({ length: CLIENTS }, client));
  await dispatcher.destroy();
  return seen;
}

/** Random calls through every door, while clients leave, the provider fails and the server is killed; then the books are compared. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const { databaseUrl, calls, seed } = options;
  const started = performance.now();
  const provider = await startProvider();
  const env = { DATABASE_URL: databaseUrl, OPENACE_SECRET_KEY: SECRET, OPENACE_ALLOW_PRIVATE_UPSTREAMS: 'true' };
  const servers = await startServers(env).catch(async (error: unknown) => {
    await provider.close();
    throw error;
  });
  try {
    await servers.url();
    const place = await withDeps(databaseUrl, (deps) => furnish(deps, provider.url, calls));
    const seen = await makeCalls(options, place, servers, provider);
    await servers.stopAndRestart();
    const account = await provider.account();
    return await withDeps(databaseUrl, async (deps) => {
      // On PostgreSQL a replica counts as gone once its lease is over.
      await estimateOrphans({ ...deps, clock: { now: () => Date.now() + 2 * MINUTE } });
      const rows = await readLedger(deps);
      const { problems, figures } = checkCalls({ seed, seen, account, rows, killedAt: servers.killedAt });
      const ofBudgets = await checkBudgets(deps, place, rows);
      const ofRollups = await checkRollups(deps, place, rows);
      return { problems: [...problems, ...ofBudgets, ...ofRollups], figures, seconds: (performance.now() - started) / 1000 };
    });
  } finally {
    await servers.close();
    await provider.close();
  }
}
