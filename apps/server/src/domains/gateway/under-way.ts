/** The calls that run, so that a server that stops can cut them and wait until they are written. */
export class UnderWay {
  readonly #cuts = new Set<() => void>();
  readonly #calls = new Set<Promise<unknown>>();
  stopped = false;

  /** Remembers a call until it ends. */
  run<Result>(call: Promise<Result>): Promise<Result> {
    const ended = call.finally(() => this.#calls.delete(ended));
    this.#calls.add(ended);
    return ended;
  }

  add(cut: () => void): void {
    this.#cuts.add(cut);
  }

  delete(cut: () => void): void {
    this.#cuts.delete(cut);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const cut of this.#cuts) cut();
    await Promise.allSettled(this.#calls);
  }
}
