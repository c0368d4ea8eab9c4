import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Box } from '../../apps/agent/src/box/box.ts';
import { pushBox } from '../../apps/agent/src/box/push.ts';
import { httpApi } from '../../apps/agent/src/connection/client.ts';
import { Connection } from '../../apps/agent/src/connection/connection.ts';
import { nodesTrust } from '../../apps/agent/src/connection/tls.ts';
import { machineFacts } from '../../apps/agent/src/facts/machine-facts.ts';
import { vitalsOf } from '../../apps/agent/src/facts/vitals.ts';
import { createLogger } from '../../apps/agent/src/logger.ts';
import { ensureFirstTenant } from '../../apps/server/src/domains/tenant/index.ts';
import { issueToken } from '../../apps/server/src/platform/auth/tokens.ts';
import { DAY } from '../../apps/server/src/platform/clock.ts';
import { loadConfig } from '../../apps/server/src/platform/config.ts';
import { systemCtx } from '../../apps/server/src/platform/context.ts';
import { migrate } from '../../apps/server/src/platform/db/migrate.ts';
import { inTx } from '../../apps/server/src/platform/db/tx.ts';
import { newId } from '../../apps/server/src/platform/ids.ts';
import { createDeps } from '../../apps/server/src/serve.ts';
import { migrations } from '../../apps/server/test/global-setup.ts';
import { bundleServer, startServerProcess } from '../../apps/server/test/server-process.ts';

export interface SoakOptions {
  databaseUrl: string;
  agents: number;
  /** Commands a second over all machines, and events a second of all sessions. */
  commandsASecond: number;
  eventsASecond: number;
  /** Before the restart, and after everybody is back. */
  seconds: number;
  onProgress(text: string): void;
}

export interface SoakResult {
  problems: string[];
  figures: Record<string, number>;
}

interface Seat {
  machineId: string;
  credential: string;
  sessionId: string;
}

const quiet = createLogger('silent');

/** Simulated agents are the agent's own connection and box; what is left out of them are the CLIs. */
export async function soakAgents(options: SoakOptions): Promise<SoakResult> {
  const { databaseUrl, agents, seconds, onProgress } = options;
  const folder = mkdtempSync(join(tmpdir(), 'open-ace-agents-'));
  const dataDir = join(folder, 'server');
  mkdirSync(dataDir);
  const { seats, ownerToken, count } = await seed(databaseUrl, dataDir, agents);
  const program = await bundleServer();
  const port = await freePort();
  const env = { DATABASE_URL: databaseUrl, PORT: String(port), DATABASE_POOL: '10' };
  let server = await startServerProcess(program.path, env);
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const accepted: number[] = [];
  const fleet = await Fleet.start(server.url, seats, folder, accepted, stopping.signal);
  const commands = new Commands(server.url, ownerToken, seats, options.commandsASecond);
  try {
    await fleet.untilAllAreThere(60_000 + agents * 50);
    onProgress(`${agents} agents are connected`);
    const talking = fleet.talk(options.eventsASecond, stopping.signal);
    const commanding = commands.run(stopping.signal);
    const before = await memoryWhile(server.pid, seconds);
    onProgress(`${seconds} s: ${commands.done} commands, ${fleet.told} events, ${before} MB at most`);

    const stoppedAt = Date.now();
    await server.stop();
    server = await startServerProcess(program.path, env);
    const startedAt = Date.now();
    accepted.length = 0;
    await fleet.untilAllAreThere(120_000);
    const allBackAfter = (Date.now() - startedAt) / 1000;
    const rates = perSecond(accepted, startedAt);
    onProgress(`the server was away for ${startedAt - stoppedAt} ms; all were back after ${allBackAfter.toFixed(1)} s`);
    const after = await memoryWhile(server.pid, seconds);
    stopping.abort('enough');
    await Promise.all([talking, commanding]);
    await fleet.untilTold(30_000);
    const written = await count();
    const problems = [
      ...fleet.problems(written),
      ...commands.problems,
      ...(Math.max(before, after) > 700 ? [`The server took ${Math.max(before, after)} MB.`] : []),
      ...(allBackAfter > 60 ? [`The last agent was back after ${allBackAfter.toFixed(1)} s.`] : []),
      ...(rates.peak >= 3 * rates.mean ? [`${rates.peak} came in one second, ${rates.mean.toFixed(1)} on average.`] : []),
    ];
    const figures = {
      megabytes: Math.max(before, after),
      allBackAfterSeconds: Number(allBackAfter.toFixed(1)),
      peakArrivalsASecond: rates.peak,
      meanArrivalsASecond: Number(rates.mean.toFixed(1)),
      events: fleet.told,
      commands: commands.done,
      commandsWhileAway: commands.failed,
      p99CommandMs: Math.round(commands.p99),
    };
    return { problems, figures };
  } finally {
    stopping.abort('over');
    await fleet.close();
    await server.kill();
    program.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Machines, each with a credential and a session that runs, of one person. */
async function seed(databaseUrl: string, dataDir: string, agents: number) {
  const config = loadConfig({ DATABASE_URL: databaseUrl, OPENACE_DATA_DIR: dataDir, OPENACE_LOG_LEVEL: 'error' });
  await migrate(config, migrations);
  const deps = createDeps(config, quiet as never);
  const { id: tenantId } = await ensureFirstTenant(deps);
  const now = new Date();
  const times = { createdAt: now, updatedAt: now };
  const userId = newId();
  const seats: Seat[] = [];
  const ownerToken = await inTx(systemCtx(deps, tenantId, 'soak'), async (tx) => {
    const name = { username: 'soak', usernameKey: 'soak', displayName: '', searchText: '' };
    await tx.db.user.create({ data: { id: userId, tenantId, ...name, role: 'admin', grants: [], ...times } });
    return (await issueToken(tx, { tenantId, kind: 'sign-in', userId, lifetimeMs: DAY })).text;
  });
  for (let n = 0; n < agents; n++) {
    await inTx(systemCtx(deps, tenantId, 'soak'), async (tx) => {
      const [machineId, sessionId] = [newId(), newId()];
      await tx.db.machine.create({
        data: { id: machineId, tenantId, ownerId: userId, name: `agent-${n}`, tools: [], searchText: '', ...times },
      });
      const { text: credential } = await issueToken(tx, { tenantId, kind: 'machine', machineId, userId, lifetimeMs: DAY });
      const session = { tool: 'claude-code', title: '', cwd: '/home/dev', permissionMode: 'ask', status: 'running', tags: [] };
      await tx.db.session.create({
        data: { id: sessionId, tenantId, userId, machineId, searchText: '', lastActivityAt: now, ...session, ...times },
      });
      seats.push({ machineId, credential, sessionId });
    });
  }
  /** What stands in the transcripts: how often each text. */
  const count = async () => {
    const rows = await deps.db.sessionEvent.findMany({ where: { type: 'message' }, select: { sessionId: true, body: true } });
    return rows.map(({ sessionId, body }) => `${sessionId} ${(JSON.parse(body) as { text: string }).text}`);
  };
  return { seats, ownerToken, count };
}

class Fleet {
  told = 0;
  readonly #url: string;
  readonly #members: { seat: Seat; connection: Connection; box: Box; running: Promise<unknown> }[] = [];
  readonly #expected = new Set<string>();

  private constructor(url: string) {
    this.#url = url;
  }

  static async start(url: string, seats: Seat[], folder: string, accepted: number[], signal: AbortSignal): Promise<Fleet> {
    const fleet = new Fleet(url);
    const facts = await machineFacts([]);
    const vitals = await vitalsOf('/');
    for (const seat of seats) {
      const credential = { serverUrl: url, machineId: seat.machineId, credential: seat.credential };
      const box = await Box.open(join(folder, seat.machineId), { maxBytes: 4 << 20, log: quiet });
      const answered = new Set<string>();
      const connection: Connection = new Connection({
        credential,
        trust: nodesTrust,
        instanceId: randomUUID() + randomUUID(),
        facts: async () => facts,
        vitals: async () => vitals,
        onWelcome: () => void accepted.push(Date.now()),
        onCommand: ({ id, body }) => {
          if (answered.has(id) || body.kind !== 'folder.list') return;
          answered.add(id);
          const result = JSON.stringify({ path: body.path, parent: null, items: [] });
          void connection
            .call((api) => api.machine.reportCommand.mutate({ commandId: id, status: 'done', result }), signal)
            .catch(() => undefined);
        },
        log: quiet,
      });
      const running = Promise.all([
        connection.run(signal),
        pushBox(box, (events, until) => connection.call((api) => api.session.push.mutate(events), until), signal, quiet),
      ]).catch((error: unknown) => (signal.aborted ? null : Promise.reject(error)));
      fleet.#members.push({ seat, connection, box, running });
    }
    return fleet;
  }

  async untilAllAreThere(mostMs: number): Promise<void> {
    const until = Date.now() + mostMs;
    // One that was there may not know yet that its line is gone.
    for (await sleep(500); !this.#members.every(({ connection }) => connection.isOnline); await sleep(100)) {
      const away = this.#members.filter(({ connection }) => !connection.isOnline).length;
      if (Date.now() > until) throw new Error(`${away} agents are not connected after ${mostMs / 1000} s.`);
    }
  }

  /** Sessions go on whether or not the server is there. */
  async talk(eventsASecond: number, signal: AbortSignal): Promise<void> {
    for (let n = 0; !signal.aborted; n++) {
      const member = this.#members[n % this.#members.length];
      if (!member) return;
      const { sessionId } = member.seat;
      const text = String(n);
      await member.box.append(sessionId, { type: 'message', itemId: text, text });
      this.#expected.add(`${sessionId} ${text}`);
      this.told++;
      await sleep(1000 / eventsASecond);
    }
  }

  async untilTold(mostMs: number): Promise<void> {
    // The signal has ended the pushing; what is left is pushed here.
    for (const { seat, box } of this.#members) {
      const api = httpApi(this.#url, nodesTrust, seat.credential);
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), mostMs);
      const pushing = pushBox(box, (events) => api.session.push.mutate(events), stop.signal, quiet).catch(() => undefined);
      while (!box.isEmpty && !stop.signal.aborted) await sleep(5);
      clearTimeout(timer);
      stop.abort();
      await pushing;
    }
  }

  problems(written: string[]): string[] {
    const seen = new Set(written);
    const lost = [...this.#expected].filter((text) => !seen.has(text)).length;
    return [
      ...(lost > 0 ? [`${lost} events were lost.`] : []),
      ...(seen.size < written.length ? [`${written.length - seen.size} events stand there twice.`] : []),
    ];
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#members.map(({ running }) => running));
    await Promise.allSettled(this.#members.map(({ box }) => box.close()));
  }
}

/** What people do on machines: look at folders. */
class Commands {
  done = 0;
  failed = 0;
  readonly problems: string[] = [];
  readonly #took: number[] = [];
  readonly #url: string;
  readonly #token: string;
  readonly #seats: Seat[];
  readonly #rate: number;

  constructor(url: string, token: string, seats: Seat[], rate: number) {
    this.#url = url;
    this.#token = token;
    this.#seats = seats;
    this.#rate = rate;
  }

  get p99(): number {
    return [...this.#took].sort((a, b) => a - b)[Math.floor(this.#took.length * 0.99)] ?? 0;
  }

  async run(signal: AbortSignal): Promise<void> {
    const api = httpApi(this.#url, nodesTrust, this.#token);
    const running = new Set<Promise<void>>();
    const begin = performance.now();
    for (let n = 0; !signal.aborted; n++) {
      const { machineId } = this.#seats[(n * 7919) % this.#seats.length] as Seat;
      const path = `/n/${n}`;
      const from = performance.now();
      const one: Promise<void> = api.machine.folders
        .query({ machineId, path })
        .then(
          (answer) => {
            this.#took.push(performance.now() - from);
            this.done++;
            if (answer.path !== path) this.problems.push(`A command was answered with the answer of another: ${answer.path} for ${path}.`);
          },
          () => void this.failed++,
        )
        .finally(() => running.delete(one));
      running.add(one);
      await sleep(Math.max(0, begin + ((n + 1) * 1000) / this.#rate - performance.now()));
    }
    await Promise.all(running);
  }
}

/** The most that the process held in so many seconds, in MB. */
async function memoryWhile(pid: number, seconds: number): Promise<number> {
  let most = 0;
  for (let n = 0; n < seconds * 2; n++) {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    most = Math.max(most, Number(kilobytes ?? 0) / 1024);
    await sleep(500);
  }
  return Math.round(most);
}

function perSecond(times: number[], from: number): { peak: number; mean: number } {
  const counts = new Map<number, number>();
  for (const at of times) {
    const second = Math.floor((at - from) / 1000);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  const last = Math.max(...counts.keys());
  return { peak: Math.max(...counts.values()), mean: times.length / (last + 1) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
