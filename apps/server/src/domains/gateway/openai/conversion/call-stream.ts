import { CustomInput } from './custom-input.ts';
import { JsonExtent } from './json-extent.ts';
import { argumentsOrNone, callItem, type ItemStatus, idPrefixes } from './response-items.ts';
import type { ItemEnd, ItemEvents, StreamItem } from './stream-item.ts';
import type { ClientTool, ToolNames } from './tool-names.ts';
import { LiveText } from './well-formed.ts';

type Json = Record<string, unknown>;

/** How the text of a call goes on to the client. */
interface Shown {
  event: string;
  field: string;
  /** What else its last event holds. */
  extra: Json;
  push(piece: string): string;
  end(args: string): string;
}

/** What a client sees of a call before it is whole. Of a shell's action and of a search that is nothing. */
function shownOf({ kind, name }: ClientTool): Shown | null {
  if (kind === 'function') {
    const end = (args: string) => (args === '' ? '{}' : '');
    return { event: 'function_call_arguments', field: 'arguments', extra: { name }, push: (piece) => piece, end };
  }
  if (kind !== 'custom') return null;
  const input = new CustomInput();
  return { event: 'custom_tool_call_input', field: 'input', extra: {}, push: (piece) => input.push(piece), end: () => input.end() };
}

/** A tool call that is streamed. */
export class CallStream implements StreamItem {
  readonly index: number | null;
  readonly #names: ToolNames;
  readonly #extent = new JsonExtent();
  readonly #text = new LiveText();
  readonly id: string;
  name = '';
  isClosed = false;
  #arguments = '';
  #shown: Shown | null = null;
  #live: ItemEvents | null = null;

  constructor(index: number | null, id: string, names: ToolNames) {
    this.index = index;
    this.id = id;
    this.#names = names;
  }

  get prefix(): string {
    return idPrefixes[this.#tool.kind];
  }

  /** Calls of one message may come interleaved. Behind the end of its object none goes on. */
  get isOver(): boolean {
    return this.#extent.isWhole;
  }

  add(piece: string): void {
    this.#arguments += piece;
    this.#extent.push(piece);
    if (this.#live) this.#show(this.#live, this.#shown?.push(piece));
  }

  open(events: ItemEvents): void {
    this.#live = events;
    this.#shown = shownOf(this.#tool);
    events.added(this.#item(events, '', 'in_progress'));
    this.#show(events, this.#shown?.push(this.#arguments));
  }

  /** A call that is not whole is not announced as done: there are clients that would run it. */
  close(events: ItemEvents, end: ItemEnd): Json {
    this.isClosed = true;
    if (end === 'cut short' && !this.isOver) return this.#item(events, this.#arguments, 'incomplete');
    this.#text.add(this.#shown?.end(this.#arguments) ?? '');
    this.#text.end();
    this.#show(events);
    const item = this.#item(events, argumentsOrNone(this.#arguments, this.#tool), 'completed');
    if (this.#shown) events.write(`${this.#shown.event}.done`, { [this.#shown.field]: item[this.#shown.field], ...this.#shown.extra });
    return events.done(item);
  }

  get #tool(): ClientTool {
    return this.#names.tool(this.name);
  }

  #item(events: ItemEvents, args: string, status: ItemStatus): Json {
    return callItem(events.id, { callId: this.id, tool: this.#tool, arguments: args }, status);
  }

  #show(events: ItemEvents, piece = ''): void {
    this.#text.add(piece);
    const delta = this.#text.take();
    if (delta !== '' && this.#shown) events.write(`${this.#shown.event}.delta`, { delta });
  }
}
