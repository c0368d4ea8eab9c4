import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { Ctx } from '#platform/context';
import { afterTx, type Tx } from '#platform/db/tx';
import { applyEvent, type SessionState } from './apply-event.ts';
import type {} from './events.ts';
import { insertEvents, type NewSessionEvent, type SessionRow, sessions, transcript } from './repository.ts';

export interface Occurrence {
  /** Epoch milliseconds. */
  at: number;
  event: SessionEvent;
}

const itemOf = (event: SessionEvent) => ('itemId' in event ? event.itemId : '');
const isWhole = (event: SessionEvent) => event.type === 'message' || event.type === 'thought';

/** One that is paused stays so, whatever its last request still brings and also when its process is ended, unless that fails. */
function whilePaused({ pausedAt }: SessionRow, state: SessionState): SessionState {
  if (pausedAt === null || state.status === undefined) return state;
  const { status, ...rest } = state;
  return status === 'error' ? { ...state, pausedAt: null } : rest;
}

/**
 * Adds what happened to the transcript of a session that the caller has locked, numbered without gap, and moves the session's state
 * along. Pieces of a message go as soon as the whole is there, so a later reader gets each word once.
 */
export async function appendEvents(tx: Tx<Ctx>, session: SessionRow, occurrences: Occurrence[]): Promise<SessionRow> {
  const wholes = new Set(
    occurrences
      .map(({ event }) => event)
      .filter(isWhole)
      .map(itemOf),
  );
  let seq = session.lastSeq;
  const rows = occurrences.map(({ at, event }): NewSessionEvent & { event: SessionEvent } => {
    seq += 1;
    return { seq, at, type: event.type, itemId: itemOf(event), body: JSON.stringify(event), event };
  });
  const kept = rows.filter(({ event }) => isWhole(event) || !wholes.has(itemOf(event)));
  await insertEvents(
    tx,
    session.id,
    kept.map(({ event, ...row }) => row),
  );
  await transcript(tx, session.id).dropPieces([...wholes]);

  let state: SessionState = {};
  for (const { seq: number, at, event } of rows) {
    state = { ...state, ...whilePaused(session, await applyEvent(tx, { ...session, ...state }, { at, event }, number)) };
  }
  const last = occurrences.at(-1);
  const lastActivityAt = new Date(Math.min(last?.at ?? 0, tx.clock.now()));
  const after = await sessions(tx).update(session, { ...state, lastSeq: seq, lastActivityAt, updatedAt: new Date(tx.clock.now()) });
  afterTx(tx, () => {
    tx.events.emit('session.appended', { sessionId: session.id });
    const changed = Object.keys(state).length > 0;
    if (changed) tx.events.emit('session.changed', { tenantId: tx.tenantId, sessionId: session.id, userId: session.userId });
  });
  return after;
}
