import { unlessAborted } from './pause.ts';

/** Wakes those who wait for something to change; they look again by themselves. */
export class Bell {
  #waiting: (() => void)[] = [];

  ring(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves at the next ring, or at the signal. */
  async heard(signal?: AbortSignal): Promise<void> {
    await unlessAborted(
      new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      }),
      signal,
    );
  }
}
