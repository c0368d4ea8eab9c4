import type { SessionUpdate } from '@open-ace/contracts/session';
import { useSyncExternalStore } from 'react';
import { readFailure } from '#lib/errors.ts';
import { client } from '#lib/trpc.ts';
import { advance, emptyTranscript, type Transcript } from '#modules/transcript/transcript.ts';
import { newViewMemory, type ViewMemory } from '#modules/transcript/view.ts';
import { readEvents } from './read-events.ts';

/** After the first, which is shown at once: often enough to look like writing, and leaves time for anything else; milliseconds. */
const betweenBatches = 40;
/** A session left for another one keeps listening for a while: people go back and forth. */
const listensOn = 20_000;
const keptStreams = 12;
const shortestPause = 1_000;
const longestPause = 15_000;

interface StreamState {
  transcript: Transcript;
  /** False until what was there before has come. */
  caughtUp: boolean;
  /** Why there is no more to come: it does not exist, or is not ours to see. */
  failure: unknown;
}

/**
 * The events of one session, from the last one seen on. It holds a subscription while anybody looks and begins anew after a fault, so
 * that a cut line heals by itself; the transcript leaves out what it has seen.
 */
class SessionStream {
  readonly memory: ViewMemory = newViewMemory();
  private state: StreamState = { transcript: emptyTranscript, caughtUp: false, failure: null };
  private readonly listeners = new Set<() => void>();
  private buffer: SessionUpdate[] = [];
  private timer: number | undefined;
  private leaving: number | undefined;
  private attempts = 0;
  private nextAt = 0;
  private stop: (() => void) | undefined;

  constructor(private readonly sessionId: string) {}

  get isIdle(): boolean {
    return this.stop === undefined && this.listeners.size === 0;
  }

  readonly getState = (): StreamState => this.state;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    window.clearTimeout(this.leaving);
    if (!this.stop) this.open();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.leaving = window.setTimeout(() => this.close(), listensOn);
    };
  };

  /** For the button of an error. */
  readonly retry = () => {
    this.close();
    this.set({ failure: null });
    this.open();
  };

  private set(change: Partial<StreamState>): void {
    this.state = { ...this.state, ...change };
    for (const notify of this.listeners) notify();
  }

  private open(): void {
    let current = true;
    const again = () => {
      if (!current) return;
      current = false;
      this.flush();
      const pause = Math.min(longestPause, shortestPause * 2 ** this.attempts);
      this.attempts += 1;
      const timer = window.setTimeout(() => this.open(), pause * (0.5 + Math.random()));
      this.stop = () => window.clearTimeout(timer);
    };
    const failed = (error: unknown) => (isFinal(error) ? current && this.fail(error) : again());
    let unsubscribe = () => {};
    const reading = new AbortController();
    this.stop = () => {
      current = false;
      reading.abort();
      unsubscribe();
    };
    this.catchUp(reading.signal).then(() => {
      if (!current) return;
      const { lastSeq } = this.state.transcript;
      const subscription = client.session.events.subscribe(
        { sessionId: this.sessionId, ...(lastSeq > 0 && { lastEventId: String(lastSeq) }) },
        {
          onStarted: () => {
            this.attempts = 0;
          },
          onData: ({ data }) => {
            this.buffer.push(data);
            this.timer ??= window.setTimeout(() => this.flush(), Math.max(0, this.nextAt - Date.now()));
          },
          onError: failed,
          onComplete: again,
        },
      );
      unsubscribe = () => subscription.unsubscribe();
    }, failed);
  }

  /** What was there before comes in large pages and is shown as one; what comes from then on is told one by one. */
  private async catchUp(signal: AbortSignal): Promise<void> {
    if (this.state.caughtUp) return;
    await readEvents({
      sessionId: this.sessionId,
      after: this.state.transcript.lastSeq,
      signal,
      onPage: (page) => void this.buffer.push(...page),
    });
    this.flush(true);
  }

  private fail(error: unknown): void {
    this.flush();
    this.stop?.();
    this.stop = undefined;
    this.set({ failure: error, caughtUp: true });
  }

  private close(): void {
    this.stop?.();
    this.stop = undefined;
    this.flush();
  }

  private flush(caughtUp = this.state.caughtUp): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    this.nextAt = Date.now() + betweenBatches;
    const updates = this.buffer;
    this.buffer = [];
    const transcript = advance(this.state.transcript, updates);
    if (transcript !== this.state.transcript || caughtUp !== this.state.caughtUp) this.set({ transcript, caughtUp });
  }
}

/** No use in asking again. */
function isFinal(error: unknown): boolean {
  const failure = readFailure(error);
  return failure.kind === 'refused' && ['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED', 'INVALID'].includes(failure.wire.code);
}

const streams = new Map<string, SessionStream>();

/** The stream of a session; the ones looked at longest ago are forgotten. */
export function streamOf(sessionId: string): SessionStream {
  const known = streams.get(sessionId);
  const stream = known ?? new SessionStream(sessionId);
  streams.delete(sessionId);
  streams.set(sessionId, stream);
  for (const [id, other] of streams) {
    if (streams.size <= keptStreams) break;
    if (other.isIdle && id !== sessionId) streams.delete(id);
  }
  return stream;
}

export function useSessionStream(sessionId: string): StreamState {
  const stream = streamOf(sessionId);
  return useSyncExternalStore(stream.subscribe, stream.getState);
}
