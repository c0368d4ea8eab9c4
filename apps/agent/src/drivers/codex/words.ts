import type { SessionEvent } from '@open-ace/contracts/session-events';
import { shortened, sound, withoutMiddle } from '../../text.ts';
import { type Fields, list, text } from '../stream-json/fields.ts';

const mostText = 390_000;

type Kind = 'message' | 'thought';

/** Words while they are streamed. */
interface OpenWords {
  readonly type: Kind;
  readonly itemId: string;
  text: string;
  /** They are said again after a cut line: pieces would double what stands there, so only the whole is told. */
  readonly isRepeated: boolean;
}

const kinds: Record<string, Kind> = { agentMessage: 'message', reasoning: 'thought' };

/** The words of a turn: pieces while they stream, then each item as a whole under the id of its pieces. */
export class Words {
  readonly #open = new Map<string, OpenWords>();
  /** What a cut line left unfinished, until it is said again. */
  readonly #cut: OpenWords[] = [];

  begin(item: Fields): void {
    const type = kinds[text(item.type)];
    const id = text(item.id);
    if (!type || id === '' || this.#open.has(id)) return;
    const at = this.#cut.findIndex((words) => words.type === type);
    const [before] = at === -1 ? [] : this.#cut.splice(at, 1);
    this.#open.set(id, { type, itemId: before?.itemId ?? shortened(id, 200), text: '', isRepeated: before !== undefined });
  }

  piece(id: string, piece: string): SessionEvent[] {
    const words = this.#open.get(id);
    if (!words || piece === '') return [];
    words.text += piece;
    if (words.isRepeated) return [];
    return [{ type: words.type === 'message' ? 'message_delta' : 'thought_delta', itemId: words.itemId, text: sound(piece) }];
  }

  /** A summary of thoughts comes in parts. */
  nextPart(id: string): SessionEvent[] {
    return this.#open.get(id)?.text ? this.piece(id, '\n\n') : [];
  }

  whole(item: Fields): SessionEvent[] {
    this.begin(item);
    const id = text(item.id);
    const words = this.#open.get(id);
    if (!words) return [];
    this.#open.delete(id);
    const summary = list(item.summary).map(text).join('\n\n');
    const told = text(item.text) || summary || list(item.content).map(text).join('\n\n');
    return whole({ ...words, text: told || words.text });
  }

  /** The line was cut and will be tried again. */
  cut(): void {
    for (const words of this.#open.values()) if (words.text !== '') this.#cut.push(words);
    this.#open.clear();
  }

  /** What was said and never told as a whole stands as it is. */
  close(): SessionEvent[] {
    const rest = [...this.#cut, ...this.#open.values()];
    this.#cut.length = 0;
    this.#open.clear();
    return rest.flatMap(whole);
  }
}

function whole({ type, itemId, text: words }: OpenWords): SessionEvent[] {
  return words.trim() === '' ? [] : [{ type, itemId, text: withoutMiddle(words, mostText) }];
}
