import { estimateCallsOf, holdersOfOpenCalls } from '#domains/usage';
import { DAY, SECOND } from '#platform/clock';
import type { Deps } from '#platform/context';
import { inTx } from '#platform/db/tx';
import type { Job } from '#platform/jobs/jobs';
import { leaseOfReplica } from './presence.ts';
import { dropOldLeases, heldLeases } from './repository.ts';

/** Clocks of replicas differ by less: one that seems late is not yet gone. */
const CLOCK_SPREAD = 20 * SECOND;

async function goneHolders(deps: Deps): Promise<string[]> {
  const holders = await holdersOfOpenCalls(deps);
  if (deps.database.provider === 'sqlite') return holders;
  const since = deps.clock.now() - CLOCK_SPREAD;
  const held = await heldLeases(deps, holders.map(leaseOfReplica), since);
  return holders.filter((holder) => !held.has(leaseOfReplica(holder)));
}

/**
 * Ends, as estimates, the calls that a server left open when it was killed; answers how many. To be run before the first call comes: on
 * SQLite whatever is open then has nobody any more.
 */
export async function estimateOrphans(deps: Deps): Promise<number> {
  let ended = 0;
  for (const holder of await goneHolders(deps)) ended += await estimateCallsOf(deps, holder);
  return ended;
}

/** The same for replicas that die while others live on. */
export const sweepOrphans: Job = {
  name: 'gateway.sweep-orphans',
  schedule: '*/30 * * * * *',
  async run(deps) {
    if (deps.database.provider === 'sqlite') return 'one replica alone';
    const ended = await estimateOrphans(deps);
    await inTx(deps, (tx) => dropOldLeases(tx, leaseOfReplica(''), deps.clock.now() - DAY));
    return `${ended} calls of replicas that are gone`;
  },
};
