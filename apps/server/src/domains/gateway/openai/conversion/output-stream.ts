import { CallStream } from './call-stream.ts';
import type { CallPiece, ChatPiece } from './chat-piece.ts';
import type { EventWriter } from './event-writer.ts';
import { MessageStream } from './message-stream.ts';
import { ReasoningStream } from './reasoning-stream.ts';
import { itemId, type ResponseHead } from './response-frame.ts';
import { ItemEvents, type StreamItem } from './stream-item.ts';
import type { ToolNames } from './tool-names.ts';

type Json = Record<string, unknown>;

/** No answer has more; all of it is held, as its last event repeats it. */
const MOST_TEXT = 32 * 1024 * 1024;
const MOST_ITEMS = 2000;

const lengthOf = ({ reasoning, text, refusal, calls }: ChatPiece): number =>
  reasoning.length + text.length + refusal.length + calls.reduce((sum, call) => sum + call.arguments.length, 0);

/**
 * The items of a response that is streamed, in the order in which they begin. Clients know but one open item at a time, so one goes out
 * as it comes, and what begins meanwhile waits until that one is over.
 */
export class OutputStream {
  readonly #writer: EventWriter;
  readonly #head: ResponseHead;
  readonly #names: ToolNames;
  readonly #waiting: StreamItem[] = [];
  readonly #calls: CallStream[] = [];
  readonly #closed: Json[] = [];
  #live: ItemEvents | null = null;
  #length = 0;
  /** Why this answer cannot be converted; '' while it can. */
  trouble = '';

  constructor(writer: EventWriter, head: ResponseHead, names: ToolNames) {
    this.#writer = writer;
    this.#head = head;
    this.#names = names;
  }

  /** The items that are over. */
  get items(): Json[] {
    return this.#closed;
  }

  add(piece: ChatPiece): void {
    this.#length += lengthOf(piece);
    if (piece.reasoning !== '') this.#latest(ReasoningStream).add(piece.reasoning);
    if (piece.text !== '') this.#message().add('text', piece.text);
    if (piece.refusal !== '') this.#message().add('refusal', piece.refusal);
    for (const call of piece.calls) this.#addCall(call);
    if (this.#length > MOST_TEXT || this.#waiting.length + this.#closed.length > MOST_ITEMS) {
      this.trouble ||= 'The answer of the provider is too long to be converted.';
    }
    this.#advance();
  }

  /** Closes all items. `isCut`: the answer ends before the model meant it to. */
  close(isCut: boolean): Json[] {
    for (let item = this.#waiting.shift(); item; item = this.#waiting.shift()) {
      const endsAnswer = this.#waiting.length === 0 || item instanceof CallStream;
      this.#close(item, !endsAnswer ? 'before another' : isCut ? 'cut short' : 'with the answer');
    }
    return this.#closed;
  }

  #message(): MessageStream {
    return this.#latest(MessageStream);
  }

  /** The last of a kind, if it is not over; otherwise a new one. */
  #latest<Item extends StreamItem>(kind: new () => Item): Item {
    const found = this.#waiting.findLast((item) => item instanceof kind);
    return found instanceof kind ? found : this.#enqueue(new kind());
  }

  #enqueue<Item extends StreamItem>(item: Item): Item {
    this.#waiting.push(item);
    return item;
  }

  #addCall(piece: CallPiece): void {
    const call = this.#callOf(piece) ?? this.#newCall(piece);
    call.name ||= piece.name;
    if (!call.isClosed) call.add(piece.arguments);
    else if (piece.arguments.trim() !== '') this.trouble ||= 'The provider went on with a tool call that was whole already.';
  }

  /** The call that a piece goes on with. Some providers leave the index out, or give it to several calls. */
  #callOf({ index, id, name }: CallPiece): CallStream | undefined {
    const begins = id !== '' && name !== '';
    if (index === null) return id === '' ? this.#calls.at(-1) : this.#calls.findLast((call) => call.id === id);
    const found = this.#calls.findLast((call) => call.index === index);
    return found && begins && found.id !== id ? undefined : found;
  }

  #newCall({ index, id }: CallPiece): CallStream {
    const call = new CallStream(index, id || itemId('call', this.#head, this.#calls.length), this.#names);
    this.#calls.push(call);
    return this.#enqueue(call);
  }

  /** A call waits for its name. */
  #advance(): void {
    for (let [item, next] = this.#waiting; item && !(item instanceof CallStream && item.name === ''); [item, next] = this.#waiting) {
      this.#open(item);
      if (!next || !item.isOver) return;
      this.#waiting.shift();
      this.#close(item, 'before another');
    }
  }

  #open(item: StreamItem): ItemEvents {
    if (this.#live) return this.#live;
    const index = this.#closed.length;
    this.#live = new ItemEvents(this.#writer, itemId(item.prefix, this.#head, index), index);
    item.open(this.#live);
    return this.#live;
  }

  #close(item: StreamItem, end: Parameters<StreamItem['close']>[1]): void {
    this.#closed.push(item.close(this.#open(item), end));
    this.#live = null;
  }
}
