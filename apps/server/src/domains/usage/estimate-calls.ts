import { type Deps, systemCtx } from '#platform/context';
import { systemScope } from '#platform/db/scope';
import { settleCalls } from './metered-call.ts';
import { usageEvents } from './repository.ts';

const BATCH = 200;

/** Whoever holds open calls, in any tenant. */
export async function holdersOfOpenCalls(deps: Deps): Promise<string[]> {
  return usageEvents(systemScope(deps, 'a replica holds calls of every tenant')).openHolders();
}

/** Ends the open calls of a replica that is gone with what their rows know; answers how many. */
export async function estimateCallsOf(deps: Deps, holder: string): Promise<number> {
  let ended = 0;
  for (;;) {
    const open = await usageEvents(systemScope(deps, 'a replica holds calls of every tenant')).openOf(holder, BATCH);
    if (open.length === 0) return ended;
    for (const tenantId of new Set(open.map((row) => row.tenantId))) {
      const own = open.filter((row) => row.tenantId === tenantId);
      const endings = own.map(({ id }) => ({ id, status: 'estimated' as const, error: 'server_ended' }));
      await settleCalls(systemCtx(deps, tenantId, 'gateway.estimate-orphans'), endings);
    }
    ended += open.length;
  }
}
