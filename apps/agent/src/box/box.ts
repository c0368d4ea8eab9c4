import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BoxItem, SessionEvent } from '@open-ace/contracts/session-events';
import { Bell } from '../bell.ts';
import type { Log } from '../logger.ts';
import { pause } from '../pause.ts';
import { privateFolder } from '../state/atomic-file.ts';
import { Shelf } from './shelf.ts';

export interface BoxOptions {
  /** Most bytes on disk; who adds more waits. */
  readonly maxBytes: number;
  readonly log: Log;
  readonly now?: () => number;
  readonly onFull?: () => void;
}

/** Some events in the order of their numbers, as the server is to get them. */
export interface Batch {
  readonly shelf: Shelf;
  readonly boxId: string;
  readonly items: readonly BoxItem[];
}

const mostItems = 500;
const mostBatchBytes = 900_000;
const retryWriteMs = 1000;

/**
 * Session events between the CLIs and the server: numbered, on disk before anything else happens to them, and there until the server
 * has them. When it is full it does not take more, so that a CLI is no longer read; nothing is ever dropped.
 */
export class Box {
  readonly #options: BoxOptions;
  readonly #shelves: Shelf[];
  readonly #current: Shelf;
  readonly #changed = new Bell();
  #queue: { line: string; done: () => void }[] = [];
  #isWriting = false;
  #written: Promise<void> = Promise.resolve();
  #isFull = false;
  #isClosed = false;
  #seq = 0;

  private constructor(options: BoxOptions, shelves: Shelf[], current: Shelf) {
    this.#options = options;
    this.#shelves = [...shelves, current];
    this.#current = current;
  }

  /** Opens the box of a folder: what earlier boots left there comes first. */
  static async open(dir: string, options: BoxOptions): Promise<Box> {
    await privateFolder(dir);
    const left: Shelf[] = [];
    for (const name of (await readdir(dir)).sort()) {
      const shelf = await Shelf.load(join(dir, name));
      if (shelf.isEmpty) await shelf.remove();
      else left.push(shelf);
    }
    return new Box(options, left, await Shelf.create(dir, (options.now ?? Date.now)()));
  }

  /** Bytes on disk that the server may not have yet. */
  get bytes(): number {
    return this.#shelves.reduce((sum, shelf) => sum + shelf.bytes, 0);
  }

  /** Resolves once the event is on disk, which may take as long as the server is away. */
  append(sessionId: string, event: SessionEvent): Promise<void> {
    const { now = Date.now } = this.#options;
    const item: BoxItem = { seq: ++this.#seq, sessionId, at: now(), event: this.#sound(event) };
    return new Promise((done) => {
      this.#queue.push({ line: JSON.stringify(item), done });
      if (!this.#isWriting) this.#written = this.#write();
    });
  }

  /** The next events for the server, once there are any; null at the signal. */
  async next(signal: AbortSignal, most = mostItems): Promise<Batch | null> {
    while (!signal.aborted) {
      for (const shelf of [...this.#shelves]) {
        const items = await shelf.read(most, mostBatchBytes);
        const { base } = shelf;
        if (items.length > 0) return { shelf, boxId: shelf.boxId, items: items.map((item) => ({ ...item, seq: item.seq - base })) };
      }
      if (this.#shelves.every((shelf) => shelf.isEmpty)) await this.#changed.heard(signal);
    }
    return null;
  }

  /** The server has everything of the batch's shelf up to this number. */
  async acknowledge({ shelf, items }: Batch, acknowledged: number): Promise<void> {
    const first = items[0]?.seq ?? 1;
    if (acknowledged < first - 1) {
      this.#options.log.warn({ acknowledged, first }, 'the server has forgotten events that it had; going on with those it lacks');
      await shelf.renumber();
      return;
    }
    const waiting = this.#isFull || shelf !== this.#current;
    await shelf.acknowledge(acknowledged + shelf.base, waiting ? 0 : Math.min(64 * 1024, this.#options.maxBytes / 8));
    if (shelf.isEmpty && shelf !== this.#current) {
      this.#shelves.splice(this.#shelves.indexOf(shelf), 1);
      await shelf.remove();
    }
    this.#changed.ring();
  }

  /** Whether the server has everything. */
  get isEmpty(): boolean {
    return this.#queue.length === 0 && this.#shelves.every((shelf) => shelf.isEmpty);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#changed.ring();
    await this.#written;
    if (this.#current.isEmpty) await this.#current.remove();
    else await this.#current.close();
  }

  /** What the server would refuse must not get a number, for it would keep back all that follows. */
  #sound(event: SessionEvent): SessionEvent {
    const problem = SessionEvent.safeParse(event).error?.issues[0];
    if (!problem) return event;
    this.#options.log.error(
      { type: event.type, path: problem.path.join('.'), problem: problem.code },
      'an event has a form that it must not have',
    );
    return { type: 'error', message: `Something happened that this agent could not put into words (${event.type}).` };
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#queue.length > 0 && (await this.#writeGroup()));
    } finally {
      this.#isWriting = false;
    }
  }

  /** False when the box was closed before there was room. */
  async #writeGroup(): Promise<boolean> {
    const group = this.#group();
    await this.#room(group.reduce((sum, { line }) => sum + Buffer.byteLength(line) + 1, 0));
    if (this.#isClosed && this.#isFull) return false;
    try {
      const lines = group.map(({ line }) => line);
      await this.#current.append(lines, Math.min(1 << 20, this.#options.maxBytes / 8));
    } catch (error) {
      if (this.#isClosed) return false;
      this.#options.log.error({ err: error }, 'an event cannot be written; trying on');
      await pause(retryWriteMs);
      return true;
    }
    this.#queue.splice(0, group.length);
    for (const { done } of group) done();
    this.#changed.ring();
    return true;
  }

  /** What is written together. */
  #group(): { line: string; done: () => void }[] {
    let bytes = 0;
    let count = 0;
    for (const { line } of this.#queue) {
      bytes += line.length;
      if (count > 0 && bytes > this.#options.maxBytes / 16) break;
      count += 1;
    }
    return this.#queue.slice(0, count);
  }

  async #room(bytes: number): Promise<void> {
    while (!this.#isClosed && this.bytes > 0 && this.bytes + bytes > this.#options.maxBytes) {
      if (!this.#isFull) this.#options.onFull?.();
      this.#isFull = true;
      // What is acknowledged already may still take room in the file that is being written.
      if (this.#current.isEmpty && this.#current.bytes > 0) await this.#current.acknowledge(this.#current.last, 0);
      else await this.#changed.heard();
    }
    this.#isFull = this.bytes > 0 && this.bytes + bytes > this.#options.maxBytes;
  }
}
