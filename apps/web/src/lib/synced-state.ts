import type { PersonState } from '@open-ace/contracts/sync';

/** Where a person's state is kept for all of their browsers. */
export interface StateServer {
  list(): Promise<readonly PersonState[]>;
  /** `null` removes it. */
  set(key: string, value: string): Promise<PersonState>;
}

/** A part of what the app remembers that follows its person. */
export interface SyncedPart {
  owns(key: string): boolean;
  /** How it is here, by key; what is not there any more is left out. */
  read(): Readonly<Record<string, unknown>>;
  /** Takes what was changed elsewhere; undefined once it is gone there. */
  apply(key: string, value: unknown): void;
  subscribe(listener: () => void): void;
  /** From a change on, so that typing is not a call a letter; milliseconds. */
  readonly writtenAfter: number;
}

/** What had not been written yet, as JSON by key; outlives a reload of the page. */
export interface UnwrittenMemory {
  load(): Readonly<Record<string, string>>;
  save(values: Readonly<Record<string, string>>): void;
}

/** What is longer stays in this browser. */
const longestValue = 100_000;
const gone = 'null';
const retriedAfter = [1_000, 4_000, 15_000, 60_000];

/**
 * Keeps parts of this browser and the server alike. A change here shows at once and is written soon; one from elsewhere is taken unless
 * something here waits to be written under the same key. The last writer wins, by the server's clock.
 */
export class SyncedState {
  readonly #server: StateServer;
  readonly #parts: readonly SyncedPart[];
  readonly #memory: UnwrittenMemory;
  /** What this browser and the server last agreed on, as JSON. */
  readonly #known = new Map<string, string>();
  readonly #toldAt = new Map<string, string>();
  readonly #unwritten = new Map<string, string>();
  readonly #writing = new Map<string, string>();
  /** What came of a key while it was being written. */
  readonly #held = new Map<string, PersonState>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #failures = 0;
  #isRead = false;

  constructor(server: StateServer, parts: readonly SyncedPart[], memory: UnwrittenMemory) {
    this.#server = server;
    this.#parts = parts;
    this.#memory = memory;
    const unwritten = memory.load();
    // The rest of what this browser kept is what it agreed on last; whatever is done before the server was read is a change to that.
    for (const part of parts) {
      const kept = part.read();
      for (const [key, value] of Object.entries(kept)) if (!(key in unwritten)) this.#known.set(key, JSON.stringify(value));
      for (const [key, value] of Object.entries(unwritten)) {
        if (!part.owns(key)) continue;
        this.#unwritten.set(key, key in kept ? JSON.stringify(kept[key]) : value);
        // A part need not outlive a reload by itself.
        if (!(key in kept) && value !== gone) part.apply(key, JSON.parse(value));
      }
      part.subscribe(() => this.#compare(part));
    }
  }

  /** Takes all that the server has, at the beginning and whenever changes may have been missed; then tells it what it lacks. */
  async read(): Promise<void> {
    const states = await this.#server.list();
    const there = new Set(states.map(({ key }) => key));
    for (const state of states) this.receive(state);
    for (const [key, value] of this.#known) {
      if (value === gone || there.has(key) || this.#unwritten.has(key) || this.#writing.has(key)) continue;
      if (this.#isRead) this.#take(key, gone);
      // It may never have got there, and what somebody typed is not thrown away.
      else this.#unwritten.set(key, value);
    }
    this.#isRead = true;
    if (this.#unwritten.size > 0) this.#schedule(0);
  }

  receive(state: PersonState): void {
    const { key, value, updatedAt } = state;
    if ((this.#toldAt.get(key) ?? '') >= updatedAt) return;
    if (this.#writing.has(key)) this.#held.set(key, state);
    else if (!this.#unwritten.has(key)) {
      this.#toldAt.set(key, updatedAt);
      this.#take(key, value);
    }
  }

  /** Writes what waits, without waiting for its time. */
  async flush(): Promise<void> {
    if (!this.#isRead) return;
    clearTimeout(this.#timer);
    this.#dueAt = Number.POSITIVE_INFINITY;
    await Promise.all([...this.#unwritten].map(([key, value]) => this.#write(key, value)));
  }

  #take(key: string, value: string): void {
    if (value === (this.#known.get(key) ?? gone)) return;
    this.#known.set(key, value);
    this.#parts.find((part) => part.owns(key))?.apply(key, value === gone ? undefined : JSON.parse(value));
  }

  #compare(part: SyncedPart): void {
    const now = new Map(Object.entries(part.read()).map(([key, value]) => [key, JSON.stringify(value)]));
    const keys = new Set([...now.keys(), ...[...this.#known.keys(), ...this.#unwritten.keys()].filter((key) => part.owns(key))]);
    for (const key of keys) {
      const value = now.get(key) ?? gone;
      if (value.length > longestValue) continue;
      if (value === (this.#known.get(key) ?? gone)) this.#unwritten.delete(key);
      else if (this.#unwritten.get(key) !== value) {
        this.#unwritten.set(key, value);
        this.#schedule(part.writtenAfter);
      }
    }
    this.#remember();
  }

  #remember(): void {
    this.#memory.save(Object.fromEntries([...this.#writing, ...this.#unwritten]));
  }

  #schedule(delay: number): void {
    if (!this.#isRead) return;
    const dueAt = Date.now() + delay;
    if (dueAt >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  async #write(key: string, value: string): Promise<void> {
    // What is being written is followed by what it is by then.
    if (this.#writing.has(key)) return;
    const before = this.#known.get(key);
    this.#unwritten.delete(key);
    this.#known.set(key, value);
    this.#writing.set(key, value);
    try {
      this.#toldAt.set(key, (await this.#server.set(key, value)).updatedAt);
      this.#failures = 0;
    } catch {
      if (before === undefined) this.#known.delete(key);
      else this.#known.set(key, before);
      if (!this.#unwritten.has(key)) this.#unwritten.set(key, value);
    } finally {
      this.#writing.delete(key);
      this.#remember();
    }
    const held = this.#held.get(key);
    this.#held.delete(key);
    if (held) this.receive(held);
    if (this.#unwritten.has(key)) this.#schedule(this.#unwritten.get(key) === value ? this.#nextTry() : 0);
  }

  #nextTry(): number {
    return retriedAfter[Math.min(this.#failures++, retriedAfter.length - 1)] ?? 0;
  }
}
