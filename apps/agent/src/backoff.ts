const firstMs = 1000;
const longestMs = 60_000;

/**
 * How long to wait before the next attempt: anything up to a bound that doubles from 1 s to 60 s ("full jitter"), so that agents
 * which lost the same server do not all come back at once.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 20));
}
