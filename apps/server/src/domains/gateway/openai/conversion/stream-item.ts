import type { EventWriter } from './event-writer.ts';

type Json = Record<string, unknown>;

/** Writes the events of one item of a response. */
export class ItemEvents {
  readonly id: string;
  readonly #writer: EventWriter;
  readonly #index: number;

  constructor(writer: EventWriter, id: string, index: number) {
    this.#writer = writer;
    this.id = id;
    this.#index = index;
  }

  added(item: Json): void {
    this.#writer.write('output_item.added', { output_index: this.#index, item });
  }

  write(name: string, data: Json): void {
    this.#writer.write(name, { item_id: this.id, output_index: this.#index, ...data });
  }

  done(item: Json): Json {
    this.#writer.write('output_item.done', { output_index: this.#index, item });
    return item;
  }
}

/** Where an item ends: before another one, or with the whole answer, which may be cut short. */
export type ItemEnd = 'before another' | 'with the answer' | 'cut short';

/** An item of a response that is streamed. Its text may come before its turn has: then it waits. */
export interface StreamItem {
  /** Once another item has begun, nothing more of this one is to be expected. */
  readonly isOver: boolean;
  /** What its id begins with. */
  readonly prefix: string;
  /** Its turn has come: from now on its text goes out as it comes. */
  open(events: ItemEvents): void;
  /** Writes what is left of it, and gives the whole item. */
  close(events: ItemEvents, end: ItemEnd): Json;
}
