import type { BoxItem, PushEvents, PushedEvents } from '@open-ace/contracts/session-events';
import type { AgentCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { appendEvents } from './append-events.ts';
import { boxes, sessions } from './repository.ts';

/** The items that follow without gap on what was taken over before; one seen before is left out. */
function next(items: BoxItem[], lastSeq: number): BoxItem[] {
  const fresh: BoxItem[] = [];
  for (const item of [...items].sort((a, b) => a.seq - b.seq)) {
    if (item.seq === lastSeq + fresh.length + 1) fresh.push(item);
  }
  return fresh;
}

/**
 * Takes over numbered events of an agent's boot, once each and in order. After a gap nothing is taken: the answer says up to where,
 * and the agent goes on from there. Events of a session that is not of this machine are acknowledged and dropped.
 */
export async function pushEvents(ctx: AgentCtx, { boxId, items }: PushEvents): Promise<PushedEvents> {
  const { machineId } = ctx.actor;
  return inTx(ctx, async (tx) => {
    const box = boxes(tx, machineId);
    const lastSeq = await box.lock(boxId, new Date(tx.clock.now()));
    const fresh = next(items, lastSeq);
    // In one order everywhere, so that two transactions do not wait for each other's sessions.
    for (const sessionId of [...new Set(fresh.map((item) => item.sessionId))].sort()) {
      const session = await sessions(tx).lock(sessionId, machineId);
      if (session)
        await appendEvents(
          tx,
          session,
          fresh.filter((item) => item.sessionId === sessionId),
        );
    }
    const acknowledged = lastSeq + fresh.length;
    if (fresh.length > 0) await box.moveTo(boxId, acknowledged, new Date(tx.clock.now()));
    return { acknowledged };
  });
}
