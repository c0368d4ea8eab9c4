import { reasoningItem, summaryPart } from './response-items.ts';
import type { ItemEvents, StreamItem } from './stream-item.ts';
import { LiveText } from './well-formed.ts';

type Json = Record<string, unknown>;

const writePart = (events: ItemEvents, name: string, data: Json) =>
  events.write(`reasoning_summary_${name}`, { summary_index: 0, ...data });

/** Reasoning that is streamed. Clients know a provider's own words of it as a summary. */
export class ReasoningStream implements StreamItem {
  readonly isOver = true;
  readonly prefix = 'rs';
  readonly #text = new LiveText();
  #live: ItemEvents | null = null;

  add(piece: string): void {
    this.#text.add(piece);
    if (this.#live) this.#show(this.#live);
  }

  open(events: ItemEvents): void {
    this.#live = events;
    events.added(reasoningItem(events.id, []));
    writePart(events, 'part.added', { part: summaryPart('') });
    this.#show(events);
  }

  close(events: ItemEvents): Json {
    this.#text.end();
    this.#show(events);
    const { text } = this.#text;
    writePart(events, 'text.done', { text });
    writePart(events, 'part.done', { part: summaryPart(text) });
    return events.done(reasoningItem(events.id, [text]));
  }

  #show(events: ItemEvents): void {
    const delta = this.#text.take();
    if (delta !== '') writePart(events, 'text.delta', { delta });
  }
}
