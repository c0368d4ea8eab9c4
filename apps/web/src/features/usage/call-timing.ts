import type { UsageEvent } from '@open-ace/contracts/usage';

/** How far a call is: asked and not answered yet, being answered, or over. */
export type CallPhase = 'waiting' | 'streaming' | 'answering' | 'over';

export function phaseOf({ status, firstByteMs, streamed }: Pick<UsageEvent, 'status' | 'firstByteMs' | 'streamed'>): CallPhase {
  if (status !== 'open') return 'over';
  if (firstByteMs === null) return 'waiting';
  return streamed ? 'streaming' : 'answering';
}

/** Milliseconds from its beginning to its end, or up to now while it runs; null where nobody knows. Clocks differ, so never below zero. */
export function durationOf({ at, endedAt, status }: Pick<UsageEvent, 'at' | 'endedAt' | 'status'>, now: number): number | null {
  // Of what was refused, the end is that of the last time.
  const end = endedAt && status !== 'refused' ? Date.parse(endedAt) : status === 'open' ? now : null;
  return end === null ? null : Math.max(0, end - Date.parse(at));
}

/**
 * Output tokens a second: of a stream from its first byte on, of an answer in one piece over all of it, since nobody knows
 * when it was begun. Null while it runs, and where it is not known.
 */
export function tokensPerSecond(
  call: Pick<UsageEvent, 'at' | 'endedAt' | 'status' | 'streamed' | 'firstByteMs' | 'outputTokens'>,
): number | null {
  const { status, streamed, firstByteMs, outputTokens } = call;
  if (status === 'open' || status === 'failed' || outputTokens === 0) return null;
  const whole = durationOf(call, 0);
  if (whole === null) return null;
  const writing = streamed ? whole - (firstByteMs ?? 0) : whole;
  return writing > 0 ? outputTokens / (writing / 1000) : null;
}
