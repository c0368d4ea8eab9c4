import { useSyncExternalStore } from 'react';

/** A clock that all who look at it share, so that they turn over together; it runs while somebody looks. */
function clock(tick: number): () => number {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: number | undefined;

  function subscribe(listener: () => void) {
    listeners.add(listener);
    timer ??= window.setInterval(() => {
      now = Date.now();
      for (const notify of listeners) notify();
    }, tick);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      window.clearInterval(timer);
      timer = undefined;
    };
  }

  function read() {
    if (timer === undefined) now = Date.now();
    return now;
  }
  return () => useSyncExternalStore(subscribe, read);
}

/** Epoch milliseconds, renewed twice a minute: for every age on the page. */
export const useNow = clock(30_000);

/** Epoch milliseconds, renewed every second: for what is watched while it runs. */
export const useSecondHand = clock(1_000);
