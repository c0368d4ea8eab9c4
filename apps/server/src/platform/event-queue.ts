import type { DomainEvents, EventName, Events, Where } from './events.ts';

/**
 * What happens from now on where one field has a value, one after the other, until the signal. Subscribe first, then read what was
 * before: nothing falls between.
 * Only the newest `most` are held for a consumer that does not keep up; `overflowed` tells it to read again from the store.
 */
export function eventQueue<Name extends EventName>(
  events: Events,
  name: Name,
  where: Where<Name>,
  signal: AbortSignal | undefined,
  most = 1000,
) {
  let waiting: DomainEvents[Name][] = [];
  let overflowed = false;
  let wake: () => void = () => {};
  const take = (payload: DomainEvents[Name]) => {
    if (waiting.length >= most) overflowed = true;
    else waiting.push(payload);
    wake();
  };
  const stop = events.on(name, take, where);
  const end = () => {
    stop();
    wake();
  };
  signal?.addEventListener('abort', end, { once: true });
  return {
    /** All that came since the last call; waits for at least one. Null once the signal came. */
    async next(): Promise<{ items: DomainEvents[Name][]; overflowed: boolean } | null> {
      while (waiting.length === 0 && !overflowed && !signal?.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (signal?.aborted) return null;
      const taken = { items: waiting, overflowed };
      waiting = [];
      overflowed = false;
      return taken;
    },
    stop: end,
  };
}
