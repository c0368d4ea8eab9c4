import { WaitingRequest, type WaitingRequests } from '@open-ace/contracts/session';
import { SessionEvent } from '@open-ace/contracts/session-events';
import { machineNames } from '#domains/machine';
import type { UserCtx } from '#platform/context';
import { waitingRequests } from './repository.ts';

const MOST = 100;

/** What waits for an answer of the caller, across their sessions. */
export async function listWaiting(ctx: UserCtx): Promise<WaitingRequests> {
  const waiting = waitingRequests(ctx, ctx.actor.userId);
  const [rows, count] = [await waiting.list(MOST), await waiting.count()];
  const places = await machineNames(
    ctx,
    rows.map(({ session }) => session.machineId),
  );
  const items = rows.map(({ request, session, body }) => {
    const event = SessionEvent.parse(JSON.parse(body));
    return WaitingRequest.parse({
      ...event,
      sessionId: session.id,
      title: session.title,
      tool: session.tool,
      machine: places.get(session.machineId) ?? { id: session.machineId, name: '' },
      cwd: session.cwd,
      diff: 'diff' in event ? (event.diff ?? '') : '',
      createdAt: request.createdAt.toISOString(),
    });
  });
  return { items, count };
}
