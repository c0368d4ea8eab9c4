import { DAY } from '#platform/clock';
import type { Deps } from '#platform/context';
import { systemCtx } from '#platform/context';
import { systemScope } from '#platform/db/scope';
import { afterTx, inTx } from '#platform/db/tx';
import type { Job } from '#platform/jobs/jobs';
import { sessions, transcript } from './repository.ts';

/** So much is removed in one transaction, and so many sessions in one run: nobody waits long for either. */
const EVENTS_AT_ONCE = 2000;
const SESSIONS_A_RUN = 500;

/** Removes transcripts that nobody added to for longer than they are kept; answers of how many sessions. Whoever goes on with one has what comes then. */
export async function dropOld(deps: Deps, signal?: AbortSignal): Promise<number> {
  const days = deps.config.OPENACE_TRANSCRIPT_DAYS;
  if (days === 0) return 0;
  const before = new Date(deps.clock.now() - days * DAY);
  const old = await sessions(systemScope(deps, 'transcripts of every tenant')).untouchedSince(before, SESSIONS_A_RUN);
  let dropped = 0;
  for (const { id, tenantId, machineId } of old) {
    if (signal?.aborted) break;
    const ctx = systemCtx(deps, tenantId, 'session.drop-old');
    for (let left = EVENTS_AT_ONCE; left === EVENTS_AT_ONCE; ) {
      left = await inTx(ctx, async (tx) => {
        const session = await sessions(tx).lock(id, machineId);
        // Gone on with meanwhile.
        if (!session || session.lastActivityAt >= before) return 0;
        const removed = await transcript(tx, id).dropFirst(EVENTS_AT_ONCE);
        if (removed === EVENTS_AT_ONCE) return removed;
        await transcript(tx, id).drop();
        await sessions(tx).update(session, { trimmedAt: new Date(tx.clock.now()) });
        afterTx(tx, () => tx.events.emit('session.changed', { tenantId, sessionId: id, userId: session.userId }));
        dropped++;
        return removed;
      });
    }
  }
  return dropped;
}

export const dropOldTranscripts: Job = {
  name: 'session.drop-old-transcripts',
  schedule: '45 17 * * * *',
  run: async (deps, signal) => `${await dropOld(deps, signal)} removed`,
};
