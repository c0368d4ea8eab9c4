import type { SessionEvent } from '@open-ace/contracts/session-events';
import { shortened, sound, withoutMiddle } from '../../text.ts';
import { type Fields, fields, number, text } from './fields.ts';

const mostText = 390_000;

/** A block of an answer while it is streamed. */
interface OpenBlock {
  readonly type: 'message' | 'thought';
  readonly itemId: string;
  text: string;
}

/** The words of an answer: pieces while they stream, then each block as a whole under the id of its pieces. */
export class Blocks {
  readonly #isErrorText: (words: string) => boolean;
  #messageId = '';
  #index = -1;
  #open: OpenBlock | undefined;
  #closed: OpenBlock | undefined;
  /** How many blocks of a message were told without being streamed. */
  readonly #told = new Map<string, number>();

  constructor(isErrorText: (words: string) => boolean) {
    this.#isErrorText = isErrorText;
  }

  /** One event of the provider's stream. */
  stream(event: Fields): SessionEvent[] {
    switch (event.type) {
      case 'message_start':
        this.#messageId = text(fields(event.message).id);
        this.#index = -1;
        return this.close();
      case 'content_block_start':
        return this.#begin(event);
      case 'content_block_delta':
        return this.#piece(fields(event.delta));
      case 'content_block_stop':
        return this.close();
      default:
        return [];
    }
  }

  /** A whole block, as the CLI tells it beside the stream. */
  whole(messageId: string, block: Fields): SessionEvent[] {
    const type = typeOf(text(block.type));
    const words = text(block.text) || text(block.thinking);
    if (!type || words.trim() === '' || this.#isErrorText(words) || this.#isTold(type, words)) return [];
    return [{ type, itemId: this.#itemIdOf(messageId, type), text: withoutMiddle(words, mostText) }];
  }

  /** What was streamed and never told as a whole (a line was cut) stands as it is. */
  close(): SessionEvent[] {
    const block = this.#open;
    this.#open = undefined;
    this.#closed = block;
    return block && block.text !== '' ? [{ type: block.type, itemId: block.itemId, text: withoutMiddle(block.text, mostText) }] : [];
  }

  endTurn(): void {
    this.#told.clear();
  }

  #begin(event: Fields): SessionEvent[] {
    this.#index = number(event.index) ?? this.#index + 1;
    const type = typeOf(text(fields(event.content_block).type));
    const closed = this.close();
    this.#open = type && { type, itemId: shortened(`${this.#messageId}:${this.#index}`, 200), text: '' };
    return closed;
  }

  #piece(delta: Fields): SessionEvent[] {
    const piece = sound(text(delta.text) || text(delta.thinking));
    // Such words come in one piece, as the only ones of their block.
    if (!this.#open || piece === '' || this.#isErrorText(piece)) return [];
    this.#open.text += piece;
    const { type, itemId } = this.#open;
    return [{ type: type === 'message' ? 'message_delta' : 'thought_delta', itemId, text: piece }];
  }

  /** Its stream ended before the whole came, maybe under another id, and its pieces stand for it. */
  #isTold(type: OpenBlock['type'], words: string): boolean {
    const closed = this.#closed;
    if (closed?.type !== type || closed.text !== words) return false;
    this.#closed = undefined;
    return true;
  }

  /** The whole of the block that is being streamed has its id; a block that was not streamed gets one of its own. */
  #itemIdOf(messageId: string, type: OpenBlock['type']): string {
    if (this.#open?.type === type && messageId === this.#messageId) {
      const { itemId } = this.#open;
      this.#open = undefined;
      return itemId;
    }
    const told = this.#told.get(messageId) ?? 0;
    this.#told.set(messageId, told + 1);
    return shortened(`${messageId || 'message'}:whole-${told}`, 200);
  }
}

function typeOf(type: string): OpenBlock['type'] | undefined {
  return type === 'text' ? 'message' : type === 'thinking' ? 'thought' : undefined;
}
