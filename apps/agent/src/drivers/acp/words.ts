import type { SessionEvent } from '@open-ace/contracts/session-events';
import { sound, withoutMiddle } from '../../text.ts';
import { BoundedText } from './bounded-text.ts';

type Type = 'message' | 'thought';

interface Open {
  readonly type: Type;
  readonly itemId: string;
  /** The agent's own id of the message; '' where it gives none. */
  readonly messageId: string;
  readonly text: BoundedText;
}

const mostText = 390_000;
const mostPiece = 100_000;

/** The words of an answer: pieces as they come, then the whole under their id. What ends a message is whatever is not a piece of it. */
export class Words {
  readonly #nextId: () => string;
  #open: Open | undefined;

  constructor(nextId: () => string) {
    this.#nextId = nextId;
  }

  piece(type: Type, messageId: string, words: string): SessionEvent[] {
    if (words === '') return [];
    const isSame = this.#open?.type === type && this.#open.messageId === messageId;
    const closed = isSame ? [] : this.close();
    // What stands between this message and what was before it belongs to neither.
    const said = this.#open ? words : words.replace(/^[\r\n]+/, '');
    if (said === '') return closed;
    this.#open ??= { type, itemId: this.#nextId(), messageId, text: new BoundedText(mostText) };
    const { itemId, text } = this.#open;
    const isShown = text.length < mostText;
    text.add(said);
    if (!isShown) return closed;
    const piece = said.length > mostPiece ? withoutMiddle(said, mostPiece) : sound(said);
    return [...closed, { type: type === 'message' ? 'message_delta' : 'thought_delta', itemId, text: piece }];
  }

  close(): SessionEvent[] {
    const open = this.#open;
    this.#open = undefined;
    return open ? [{ type: open.type, itemId: open.itemId, text: open.text.toString() }] : [];
  }
}
