import type { Transcript } from '#modules/transcript/transcript.ts';

/** A message of which the machine has not told yet. */
export interface UnsentMessage {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  text: string;
  /** Under which it will stand in the transcript; null until the server has taken it. */
  messageId: string | null;
  /** How far the transcript was known when it was sent. */
  afterSeq: number;
}

/** The server gives a command up after ten minutes; a little later so does the page. */
const givenUpAfter = 11 * 60_000;

/**
 * Those that are still on their way. Before the server has named a message it is known by its words: its event may be here before the
 * answer to the call that sent it.
 */
export function stillUnsent(messages: readonly UnsentMessage[], { settled, places }: Transcript): UnsentMessage[] {
  return messages.filter(({ messageId, text, afterSeq }) => {
    if (messageId !== null) return !places.has(`user:${messageId}`);
    return !settled.some((item) => item.kind === 'user' && item.seq > afterSeq && item.text.trim() === text.trim());
  });
}

export const isGivenUp = ({ at }: UnsentMessage, now: number) => now - at > givenUpAfter;
