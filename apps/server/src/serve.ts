import type { AddressInfo } from 'node:net';
import { dropDeadCredentials, findFirstAdmin, prepareFirstAdmin } from '#domains/auth';
import { collectHistory } from '#domains/collection';
import { dropFinishedCommands, expireOverdueCommands } from '#domains/command';
import { estimateOrphans, sweepOrphans } from '#domains/gateway';
import { offerLocalRegistration } from '#domains/machine';
import { dropOldUses } from '#domains/quota';
import { dropOldTranscripts, endPausedSessions } from '#domains/session';
import { ensureFirstTenant } from '#domains/tenant';
import { verifyUsageNightly } from '#domains/usage';
import { systemClock } from '#platform/clock';
import type { Config } from '#platform/config';
import type { Deps } from '#platform/context';
import { createKeyRing, installationSecrets } from '#platform/crypto';
import { lockDataFolder, prepareDataFolder } from '#platform/data-folder';
import { openDatabase } from '#platform/db/client';
import { migrate } from '#platform/db/migrate';
import { createEvents } from '#platform/events';
import { startJobs } from '#platform/jobs/jobs';
import { createLogger, type Log } from '#platform/logger';
import { buildApp } from './app.ts';

export interface Places {
  /** Holds `sqlite/migrations` and `postgresql/migrations`. */
  migrations: string;
  webFolder: string;
  /** The packed agent that machines install. */
  agentPackage?: string;
}

/** What a running server tells whoever started it. */
export type Notice =
  | { type: 'listening'; url: string }
  | { type: 'setup-link'; url: string }
  | { type: 'registration-token'; token: string };

export interface RunningServer {
  url: string;
  deps: Deps;
  close(): Promise<void>;
}

export function createDeps(config: Config, log: Log): Deps {
  const database = openDatabase(config);
  return {
    config,
    database,
    db: database.reader,
    clock: systemClock,
    events: createEvents(log),
    keys: createKeyRing(() => installationSecrets(config.OPENACE_DATA_DIR, config.OPENACE_SECRET_KEY)),
    log,
  };
}

/** Migrates, makes what a new installation lacks, and listens. */
export async function serve(config: Config, places: Places, notify: (notice: Notice) => void): Promise<RunningServer> {
  const log = createLogger(config.OPENACE_LOG_LEVEL);
  prepareDataFolder(config.OPENACE_DATA_DIR);
  const unlock = lockDataFolder(config.OPENACE_DATA_DIR);
  const applied = await migrate(config, places.migrations);
  if (applied.length > 0) log.info({ migrations: applied }, 'migrated the database');
  const deps = createDeps(config, log);
  await ensureFirstTenant(deps);
  // Before listening: whoever finds the server healthy may sign in at once.
  const first = await prepareFirstAdmin(deps);
  await estimateOrphans(deps);
  const app = await buildApp(deps, places);
  await app.listen({ port: config.PORT, host: config.HOST });
  const url = config.OPENACE_PUBLIC_URL ?? addressOf(config, app.server.address() as AddressInfo);
  const jobs = startJobs(deps, [
    collectHistory,
    dropDeadCredentials,
    dropFinishedCommands,
    dropOldTranscripts,
    dropOldUses,
    endPausedSessions,
    expireOverdueCommands,
    sweepOrphans,
    verifyUsageNightly,
  ]);
  notify({ type: 'listening', url });
  if (first) notify({ type: 'setup-link', url: `${url}/setup?token=${first.setupToken}` });
  await welcomeLocalMachine(deps, notify);
  return {
    url,
    deps,
    async close() {
      await jobs.stop();
      await app.close();
      await deps.database.close();
      unlock();
    },
  };
}

/** This very machine is let in once somebody exists whom it can belong to: now, or when the set-up is done. */
async function welcomeLocalMachine(deps: Deps, notify: (notice: Notice) => void): Promise<void> {
  deps.events.on('machine.local-registration', ({ token }) => notify({ type: 'registration-token', token }));
  deps.events.on('user.first-admin-created', (admin) => offerLocalRegistration(deps, admin));
  const admin = await findFirstAdmin(deps);
  if (admin) await offerLocalRegistration(deps, admin);
}

/** The address to type into a browser: a listener on every address is reached by name. */
function addressOf({ HOST }: Config, { port }: AddressInfo): string {
  const everywhere = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(HOST);
  return `http://${everywhere ? 'localhost' : HOST}:${port}`;
}
