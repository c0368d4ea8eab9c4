import { SECOND } from '#platform/clock';
import type { Deps } from '#platform/context';
import { AppError } from '#platform/errors';

/** Hellos a second that this replica takes beside all else that it does, and how many at once after a quiet time. */
const RATE = 30;
const BURST = 25;
const STEP = SECOND / RATE;

/** Epoch milliseconds. */
interface Arrivals {
  /** Up to when the places that come one by one have been taken. */
  taken: number;
  /** Up to when those who found none have been told to come back. */
  told: number;
}

const arrivals = new WeakMap<Deps['events'], Arrivals>();

/**
 * Machines that all come at once, as after a crash, get in one after the other: whoever finds no place is told a moment at which there
 * will be one, each a moment of its own. Throws LIMIT_REACHED with the seconds to wait.
 */
export function takeArrival({ events, clock }: Pick<Deps, 'events' | 'clock'>): void {
  const state = arrivals.get(events) ?? { taken: 0, told: 0 };
  arrivals.set(events, state);
  const now = clock.now();
  const place = Math.max(state.taken, now - BURST * STEP) + STEP;
  if (place <= now) {
    state.taken = place;
    return;
  }
  state.told = Math.max(state.told, now) + STEP;
  const retryAfterSeconds = Math.ceil((state.told - now) / SECOND);
  throw new AppError('LIMIT_REACHED', `Many machines come at once. Come back in ${retryAfterSeconds} s.`, {
    reason: 'rate_limited',
    retryAfterSeconds,
  });
}
