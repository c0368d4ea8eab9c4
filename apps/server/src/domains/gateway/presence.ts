import { SECOND } from '#platform/clock';
import type { Deps } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { takeLease } from '#platform/jobs/repository';
import { dropLease } from './repository.ts';

const EVERY = 5 * SECOND;
const LASTS = 20 * SECOND;

export const leaseOfReplica = (replica: string) => `replica:${replica}`;

export interface Presence {
  stop(): Promise<void>;
}

/**
 * Says in the database that this replica lives, so that nobody ends its calls. SQLite has one replica alone, which ends what it finds
 * when it starts.
 */
export async function keepPresence(deps: Deps, replica: string): Promise<Presence> {
  if (deps.database.provider === 'sqlite') return { stop: async () => {} };
  const renew = () => {
    const now = deps.clock.now();
    return inTx(deps, (tx) => takeLease(tx, leaseOfReplica(replica), replica, now, now + LASTS));
  };
  await renew();
  const timer = setInterval(() => {
    renew().catch((error: unknown) => deps.log.warn({ err: error }, 'this replica could not say that it lives'));
  }, EVERY);
  return {
    async stop() {
      clearInterval(timer);
      await inTx(deps, (tx) => dropLease(tx, leaseOfReplica(replica), replica)).catch(() => {});
    },
  };
}
