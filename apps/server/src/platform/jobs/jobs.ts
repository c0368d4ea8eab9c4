import { Cron } from 'croner';
import { MINUTE, SECOND } from '../clock.ts';
import type { Deps } from '../context.ts';
import { inTx } from '../db/tx.ts';
import { newId } from '../ids.ts';
import { finishJobRun, insertJobRun, type JobRunRow, listJobRuns, shortenLease, takeLease, trimJobRuns } from './repository.ts';

export interface Job {
  name: string;
  /** Cron with seconds, in UTC. */
  schedule: string;
  /** What the run did, one line. */
  run(deps: Deps, signal: AbortSignal): Promise<string>;
}

export interface Jobs {
  list(): { name: string; schedule: string; nextRunAt: Date | null }[];
  /** Runs a job now, if no replica is running it; answers whether it ran. */
  runNow(name: string): Promise<boolean>;
  /** No further runs; waits for those under way. */
  stop(): Promise<void>;
}

const LEASE = 10 * MINUTE;
/** Clocks of replicas differ by less than this, and no schedule is tighter. */
const TICK_SPREAD = 20 * SECOND;
const RUNS_KEPT = 200;

/** Each job on its schedule, on one replica at a time by a lease in the database. A job that fails is recorded and runs again at its time. */
export function startJobs(deps: Deps, jobs: Job[]): Jobs {
  const replica = newId();
  const stopping = new AbortController();
  const underWay = new Set<Promise<boolean>>();

  async function once(job: Job): Promise<boolean> {
    const started = deps.clock.now();
    const leased = await inTx(deps, (tx) => takeLease(tx, job.name, replica, started, started + LEASE));
    if (!leased) return false;
    const id = newId();
    await inTx(deps, (tx) => insertJobRun(tx, { id, name: job.name, replica, startedAt: new Date(started), outcome: 'running' }));
    const outcome = await job.run(deps, stopping.signal).then(
      (note) => ({ outcome: 'succeeded', note }),
      (error: unknown) => {
        deps.log.error({ err: error, job: job.name }, 'a job failed');
        return { outcome: 'failed', note: error instanceof Error ? error.name : 'error' };
      },
    );
    const ended = deps.clock.now();
    await inTx(deps, async (tx) => {
      await finishJobRun(tx, id, { ...outcome, finishedAt: new Date(ended), durationMs: ended - started });
      await trimJobRuns(tx, job.name, RUNS_KEPT);
      await shortenLease(tx, job.name, replica, Math.max(ended, started + TICK_SPREAD));
    });
    return true;
  }

  function run(job: Job): Promise<boolean> {
    const running = once(job)
      .catch((error: unknown) => {
        deps.log.error({ err: error, job: job.name }, 'a job could not be recorded');
        return false;
      })
      .finally(() => underWay.delete(running));
    underWay.add(running);
    return running;
  }

  const timers = jobs.map((job) => ({
    job,
    cron: new Cron(job.schedule, { timezone: 'UTC', protect: true }, () => run(job).then(() => {})),
  }));
  return {
    list: () => timers.map(({ job, cron }) => ({ name: job.name, schedule: job.schedule, nextRunAt: cron.nextRun() })),
    async runNow(name) {
      const job = jobs.find((candidate) => candidate.name === name);
      return job ? run(job) : false;
    },
    async stop() {
      stopping.abort();
      for (const { cron } of timers) cron.stop();
      await Promise.all(underWay);
    },
  };
}

/** The newest run of a job and its next time. */
export async function lastJobRun(
  deps: Pick<Deps, 'db'>,
  name: string,
  schedule: string,
): Promise<{ run: JobRunRow | null; nextRunAt: Date | null }> {
  const [run] = await listJobRuns(deps.db, name, 1);
  return { run: run ?? null, nextRunAt: new Cron(schedule, { timezone: 'UTC', paused: true }).nextRun() };
}
