/** What was unfolded or folded, by hand or because what was searched for is in it, by the key of its item. */
export class Folds {
  readonly #open = new Map<string, boolean>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(key: string): boolean | undefined {
    return this.#open.get(key);
  }

  set(key: string, open: boolean): void {
    if (this.#open.get(key) === open) return;
    this.#open.set(key, open);
    for (const notify of this.#listeners) notify();
  }
}
