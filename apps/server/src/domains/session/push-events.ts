import type { BoxItem, PushEvents, PushedEvents } from '@open-ace/contracts/session-events';
import type { AgentCtx, Ctx } from '#platform/context';
import { inTx, type Tx } from '#platform/db/tx';
import { appendEvents } from './append-events.ts';
import { boxes, sessions, transcript } from './repository.ts';

/** The items that follow without gap on what was taken over before; one seen before is left out. */
function next(items: BoxItem[], lastSeq: number): BoxItem[] {
  const fresh: BoxItem[] = [];
  for (const item of [...items].sort((a, b) => a.seq - b.seq)) {
    if (item.seq === lastSeq + fresh.length + 1) fresh.push(item);
  }
  return fresh;
}

/** Without the end of a process that is told already: a stop ends it on our side at once, and its machine tells of it later. */
async function withoutSecondEnd(tx: Tx<Ctx>, sessionId: string, items: BoxItem[]): Promise<BoxItem[]> {
  if (!items.some(({ event }) => event.type === 'process_ended')) return items;
  let last: string | undefined = (await transcript(tx, sessionId).last(['process_started', 'process_ended']))?.type;
  return items.filter(({ event: { type } }) => {
    const isSecond = type === 'process_ended' && last === type;
    if (type === 'process_started' || type === 'process_ended') last = type;
    return !isSecond;
  });
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
      if (!session) continue;
      const own = fresh.filter((item) => item.sessionId === sessionId);
      const news = await withoutSecondEnd(tx, sessionId, own);
      if (news.length > 0) await appendEvents(tx, session, news);
    }
    const acknowledged = lastSeq + fresh.length;
    if (fresh.length > 0) await box.moveTo(boxId, acknowledged, new Date(tx.clock.now()));
    return { acknowledged };
  });
}
