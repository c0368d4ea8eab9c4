import type { SessionUpdate } from '@open-ace/contracts/session';
import { client } from '#lib/trpc.ts';

/** The last event that is known may be gone by now, since pieces go once the whole is there: then silence is the end; milliseconds. */
const quiet = 1_500;

interface ReadOptions {
  sessionId: string;
  /** Number of the last event that is known. */
  until: number;
  signal: AbortSignal;
  /** How many have come. */
  onProgress: (count: number) => void;
}

/** Every event of a session from the first one on, as the server sends them, page by page. */
export function readEvents({ sessionId, until, signal, onProgress }: ReadOptions): Promise<SessionUpdate[]> {
  const events: SessionUpdate[] = [];
  return new Promise((resolve, reject) => {
    let timer: number | undefined;
    const end = (finish: () => void) => {
      window.clearTimeout(timer);
      subscription.unsubscribe();
      finish();
    };
    const waitForMore = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => end(() => resolve(events)), quiet);
    };
    const subscription = client.session.events.subscribe(
      { sessionId },
      {
        onStarted: waitForMore,
        onData: ({ data }) => {
          events.push(data);
          if (events.length % 500 === 0) onProgress(events.length);
          if (data.seq >= until) end(() => resolve(events));
          else waitForMore();
        },
        onError: (error) => end(() => reject(error)),
      },
    );
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true });
  });
}
