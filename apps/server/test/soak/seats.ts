import { setTimeout as sleep } from 'node:timers/promises';
import type { Seat } from './place.ts';

/** How long the server may take to write down a call whose client is gone already. */
const REST = 3000;

/** Gives every seat to one call at a time, the longest unused first. */
export class Seats {
  readonly #free: { seat: Seat; from: number }[];

  constructor(seats: Seat[], shuffled: (n: number) => number) {
    this.#free = seats
      .map((seat, n) => ({ seat, from: 0, rank: shuffled(n) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ seat, from }) => ({ seat, from }));
  }

  /** Null for none that is free. */
  #next(): Seat | null {
    const now = Date.now();
    const at = this.#free.findIndex(({ from }) => from <= now);
    return at < 0 ? null : (this.#free.splice(at, 1)[0]?.seat ?? null);
  }

  async take(): Promise<Seat> {
    for (;;) {
      const seat = this.#next();
      if (seat) return seat;
      await sleep(20);
    }
  }

  /** After a call that was answered its row is there; after any other it may come yet. */
  giveBack(seat: Seat, wasAnswered: boolean): void {
    this.#free.push({ seat, from: wasAnswered ? 0 : Date.now() + REST });
  }
}
