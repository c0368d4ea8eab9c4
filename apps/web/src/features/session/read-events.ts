import type { SessionUpdate } from '@open-ace/contracts/session';
import { client } from '#lib/trpc.ts';

const pageSize = 5_000;

interface ReadOptions {
  sessionId: string;
  /** Number of the last event that is known. */
  after?: number;
  signal: AbortSignal;
  onPage: (events: readonly SessionUpdate[]) => void;
}

/** Every event of a session that is there now, after a number, page by page. */
export async function readEvents({ sessionId, after = 0, signal, onPage }: ReadOptions): Promise<void> {
  for (let last = after, more = true; more; ) {
    // A signal of its own for each call: the client never takes its listeners off again.
    const page = await client.session.transcript.query({ sessionId, after: last, limit: pageSize }, { signal: AbortSignal.any([signal]) });
    onPage(page.items);
    last = page.items.at(-1)?.seq ?? last;
    more = page.more;
  }
}
