import type { PushEvents, PushedEvents } from '@open-ace/contracts/session-events';
import { faultOf } from '../connection/fault.ts';
import type { Log } from '../logger.ts';
import { pause } from '../pause.ts';
import type { Batch, Box } from './box.ts';

const afterRefusalMs = 30_000;

/** Hands the events of a box to the server, one batch after the other, until the signal. `push` waits for a connection. */
export async function pushBox(
  box: Box,
  push: (events: PushEvents, signal: AbortSignal) => Promise<PushedEvents>,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  let most: number | undefined;
  while (!signal.aborted) {
    const batch = await box.next(signal, most);
    if (!batch) return;
    try {
      const { acknowledged } = await push({ boxId: batch.boxId, items: [...batch.items] }, signal);
      await box.acknowledge(batch, acknowledged);
      most = undefined;
    } catch (error) {
      if (signal.aborted) return;
      most = await afterRefusal(box, batch, error, push, signal, log);
    }
  }
}

/** An event that the server refuses must not keep those behind it: it is found, and a line that says so takes its place. */
async function afterRefusal(
  box: Box,
  batch: Batch,
  error: unknown,
  push: (events: PushEvents, signal: AbortSignal) => Promise<PushedEvents>,
  signal: AbortSignal,
  log: Log,
): Promise<number> {
  const [item, ...others] = batch.items;
  if (!item || others.length > 0) return 1;
  log.error({ type: item.event.type, error: faultOf(error).message }, 'the server refused an event');
  const event = { type: 'error' as const, message: 'An event of this session could not be taken over by the server.' };
  try {
    const { acknowledged } = await push({ boxId: batch.boxId, items: [{ ...item, event }] }, signal);
    await box.acknowledge(batch, acknowledged);
  } catch {
    // It wants nothing at all now; another version of it may.
    await pause(afterRefusalMs, signal);
  }
  return 1;
}
