import type { Dispatcher } from 'undici';
import { doors } from './doors.ts';
import type { Seat } from './place.ts';
import type { CallPlan } from './plan.ts';

/** What a client saw of its call. */
export interface SeenCall {
  n: number;
  seat: Seat;
  /** Epoch milliseconds. */
  sentAt: number;
  endedAt: number;
  /** Null where no head came. */
  status: number | null;
  /** Of the body. */
  bytes: number;
  /** `whole`: to its end; `left`: the client hung up; `broken`: somebody else did. */
  end: 'whole' | 'left' | 'broken';
}

function headersOf({ door }: CallPlan, seat: Seat): Record<string, string> {
  const headers = { 'content-type': 'application/json', ...doors[door].credential(seat.token) };
  // A person's own CLI says itself which of its sessions it is.
  return seat.sessionId ? headers : { ...headers, 'user-agent': 'claude-cli/2.1.330', 'x-claude-code-session-id': seat.name };
}

/** Makes one call and leaves when its plan says so. Never throws: how it ended is what is of interest. */
export async function makeCall(dispatcher: Dispatcher, origin: string, plan: CallPlan, seat: Seat): Promise<SeenCall> {
  const { door, ask, hangUp, n } = plan;
  const seen: SeenCall = { n, seat, sentAt: Date.now(), endedAt: 0, status: null, bytes: 0, end: 'whole' };
  const leaving = new AbortController();
  const leave = () => {
    seen.end = 'left';
    leaving.abort();
  };
  const timer = hangUp && 'afterMs' in hangUp ? setTimeout(leave, hangUp.afterMs) : undefined;
  const mostPieces = hangUp && 'afterPieces' in hangUp ? hangUp.afterPieces : Number.POSITIVE_INFINITY;
  try {
    const answer = await dispatcher.request({
      origin,
      path: doors[door].path(ask),
      method: 'POST',
      headers: headersOf(plan, seat),
      body: JSON.stringify(doors[door].body(ask)),
      signal: leaving.signal,
    });
    seen.status = answer.statusCode;
    let pieces = 0;
    for await (const piece of answer.body) {
      seen.bytes += piece.length;
      if (++pieces >= mostPieces) leave();
    }
  } catch {
    if (!leaving.signal.aborted) seen.end = 'broken';
  }
  clearTimeout(timer);
  seen.endedAt = Date.now();
  return seen;
}
