import { isRecord, parseJson } from '../../untrusted.ts';

/** How the arguments of a custom tool begin, as we asked the model for them. */
const opening = /^\s{0,32}\{\s{0,32}"input"\s{0,32}:\s{0,32}"/;
const LONGEST_OPENING = 140;

const escapes: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Arguments that began in another way: the one text in them, or all as it is, for models that leave the JSON out. */
function inputWithin(args: string): string {
  const parsed = parseJson(args);
  if (!isRecord(parsed)) return args;
  if (typeof parsed.input === 'string') return parsed.input;
  const values = Object.values(parsed);
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : args;
}

/**
 * Reads a custom tool's input out of the arguments `{"input": "..."}` while they come, wherever they are cut. Only what began in another
 * way is read at its end.
 */
export class CustomInput {
  #state: 'opening' | 'text' | 'other' | 'over' = 'opening';
  /** What was not read yet. */
  #rest = '';

  /** The input that a further piece of the arguments tells. */
  push(piece: string): string {
    if (this.#state === 'over') return '';
    this.#rest += piece;
    if (this.#state === 'opening') this.#readOpening();
    return this.#state === 'text' ? this.#readText() : '';
  }

  /** The input that is told only now that nothing more comes. */
  end(): string {
    const isOther = this.#state === 'opening' || this.#state === 'other';
    this.#state = 'over';
    return isOther ? inputWithin(this.#rest) : '';
  }

  #readOpening(): void {
    const found = opening.exec(this.#rest);
    if (found) {
      this.#state = 'text';
      this.#rest = this.#rest.slice(found[0].length);
    } else if (this.#rest.length > LONGEST_OPENING) this.#state = 'other';
  }

  #readText(): string {
    const read: string[] = [];
    let at = 0;
    for (let special = this.#special(at); special >= 0; special = this.#special(at)) {
      read.push(this.#rest.slice(at, special));
      at = special;
      if (this.#rest[special] === '"') {
        this.#state = 'over';
        break;
      }
      const sequence = this.#escape(special);
      if (sequence === null) break;
      read.push(sequence.means);
      at += sequence.length;
    }
    if (this.#state === 'text' && this.#rest[at] !== '\\') {
      read.push(this.#rest.slice(at));
      at = this.#rest.length;
    }
    this.#rest = this.#state === 'over' ? '' : this.#rest.slice(at);
    return read.join('');
  }

  #special(from: number): number {
    const quote = this.#rest.indexOf('"', from);
    const backslash = this.#rest.indexOf('\\', from);
    if (quote < 0 || backslash < 0) return Math.max(quote, backslash);
    return Math.min(quote, backslash);
  }

  /** The escape sequence at an index; null for one that is not whole yet. What JSON does not know stands for itself. */
  #escape(at: number): { means: string; length: number } | null {
    const kind = this.#rest[at + 1];
    if (kind === undefined) return null;
    if (kind !== 'u') return { means: Object.hasOwn(escapes, kind) ? (escapes[kind] ?? '') : `\\${kind}`, length: 2 };
    const digits = this.#rest.slice(at + 2, at + 6);
    if (/^[\da-f]{4}$/i.test(digits)) return { means: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
    return digits.length < 4 && /^[\da-f]*$/i.test(digits) ? null : { means: '\\u', length: 2 };
  }
}

/** The input in whole arguments. */
export function customInputOf(args: string): string {
  const input = new CustomInput();
  return input.push(args) + input.end();
}
