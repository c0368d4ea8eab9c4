import { join } from 'node:path';
import { z } from 'zod';
import { AppendLog } from '../state/append-log.ts';
import { CommandKind, Outcome } from './outcome.ts';

const Entry = z.discriminatedUnion('state', [
  z.object({ state: z.literal('started'), id: z.string(), kind: CommandKind, at: z.number() }),
  z.object({ state: z.literal('finished'), id: z.string(), kind: CommandKind, at: z.number(), outcome: Outcome }),
  /** The server knows how it ended; its result is no longer needed. */
  z.object({ state: z.literal('reported'), id: z.string(), kind: CommandKind, at: z.number() }),
]);
type Entry = z.infer<typeof Entry>;

const keptMs = 7 * 24 * 60 * 60_000;
const rewriteBytes = 1 << 20;

/**
 * Which commands were begun and how they ended, on disk before and after each: whatever crashes, no command is run twice. It holds
 * no bodies, for those carry prompts and tokens.
 */
export class Journal {
  readonly #log: AppendLog;
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  private constructor(log: AppendLog, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** Opens the journal of a folder. What was begun and not finished there has ended as `unknown`. */
  static async open(dir: string, now: () => number = Date.now): Promise<Journal> {
    const log = new AppendLog(join(dir, 'journal.jsonl'));
    const journal = new Journal(log, now);
    for (const value of await log.read()) {
      const entry = Entry.safeParse(value).data;
      if (entry) journal.#entries.set(entry.id, entry);
    }
    for (const entry of journal.#entries.values()) {
      if (entry.state === 'started') journal.#entries.set(entry.id, { ...entry, state: 'finished', outcome: { status: 'unknown' } });
    }
    await journal.#tidy();
    return journal;
  }

  /** False if the command was begun before, in this run or an earlier one. */
  async begin(id: string, kind: CommandKind): Promise<boolean> {
    if (this.#entries.has(id)) return false;
    await this.#put({ state: 'started', id, kind, at: this.#now() });
    return true;
  }

  async finish(id: string, kind: CommandKind, outcome: Outcome): Promise<void> {
    await this.#put({ state: 'finished', id, kind, at: this.#now(), outcome });
  }

  async reported(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry?.state === 'finished') await this.#put({ state: 'reported', id, kind: entry.kind, at: entry.at });
    if (this.#log.bytes > rewriteBytes) await this.#tidy();
  }

  /** How a command ended; null while it runs, undefined if it was never begun. One that the server was told about is simply `done`. */
  outcomeOf(id: string): Outcome | null | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    if (entry.state === 'started') return null;
    return entry.state === 'finished' ? entry.outcome : { status: 'done' };
  }

  /** Finished, and the server may not know it. */
  unreported(): { id: string; outcome: Outcome }[] {
    return [...this.#entries.values()].flatMap((entry) => (entry.state === 'finished' ? [{ id: entry.id, outcome: entry.outcome }] : []));
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  async #put(entry: Entry): Promise<void> {
    this.#entries.set(entry.id, entry);
    await this.#log.append(entry);
  }

  async #tidy(): Promise<void> {
    const oldest = this.#now() - keptMs;
    for (const { id, state, at } of this.#entries.values()) {
      if (state !== 'started' && at < oldest) this.#entries.delete(id);
    }
    await this.#log.rewrite(() => this.#entries.values());
  }
}
