import { type MessagePart, messageItem, messagePart } from './response-items.ts';
import type { ItemEnd, ItemEvents, StreamItem } from './stream-item.ts';
import { LiveText } from './well-formed.ts';

type Json = Record<string, unknown>;
type Kind = MessagePart['kind'];

/** The vendor's words for the two kinds of parts, and what else their events hold. */
const words = {
  text: { event: 'output_text', field: 'text', extra: { logprobs: [] } },
  refusal: { event: 'refusal', field: 'refusal', extra: {} },
} as const;

/** One part of a message that is streamed. */
class PartStream {
  readonly kind: Kind;
  readonly #text = new LiveText();
  readonly #index: number;
  #isOpen = false;

  constructor(kind: Kind, index: number) {
    this.kind = kind;
    this.#index = index;
  }

  add(piece: string): void {
    this.#text.add(piece);
  }

  show(events: ItemEvents): void {
    if (!this.#isOpen) this.#write(events, 'content_part.added', { part: messagePart({ kind: this.kind, text: '' }) });
    this.#isOpen = true;
    const delta = this.#text.take();
    if (delta !== '') this.#write(events, `${words[this.kind].event}.delta`, { delta, ...words[this.kind].extra });
  }

  close(events: ItemEvents): MessagePart {
    this.#text.end();
    this.show(events);
    const { event, field, extra } = words[this.kind];
    const part = { kind: this.kind, text: this.#text.text };
    this.#write(events, `${event}.done`, { [field]: part.text, ...extra });
    this.#write(events, 'content_part.done', { part: messagePart(part) });
    return part;
  }

  #write(events: ItemEvents, name: string, data: Json): void {
    events.write(name, { content_index: this.#index, ...data });
  }
}

/** A message that is streamed: text, and where the model refuses, its words for that. */
export class MessageStream implements StreamItem {
  readonly isOver = true;
  readonly prefix = 'msg';
  readonly #done: MessagePart[] = [];
  #open: PartStream[] = [];
  #live: ItemEvents | null = null;

  add(kind: Kind, piece: string): void {
    let part = this.#open.at(-1);
    if (part?.kind !== kind) {
      part = new PartStream(kind, this.#done.length + this.#open.length);
      this.#open.push(part);
    }
    part.add(piece);
    if (this.#live) this.#show(this.#live);
  }

  open(events: ItemEvents): void {
    this.#live = events;
    events.added(messageItem(events.id, [], 'in_progress'));
    this.#show(events);
  }

  close(events: ItemEvents, end: ItemEnd): Json {
    this.#show(events);
    for (const part of this.#open) this.#done.push(part.close(events));
    return events.done(messageItem(events.id, this.#done, end === 'cut short' ? 'incomplete' : 'completed'));
  }

  /** The last part goes on; those before it are whole. */
  #show(events: ItemEvents): void {
    for (const part of this.#open.slice(0, -1)) this.#done.push(part.close(events));
    this.#open = this.#open.slice(-1);
    this.#open[0]?.show(events);
  }
}
