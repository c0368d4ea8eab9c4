import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, OPEN_BRACE, OPEN_BRACKET, QUOTE, SPACE } from '../../json-marks.ts';

/** Follows JSON that comes in pieces just closely enough to know where its object ends. */
export class JsonExtent {
  #depth = 0;
  #inText = false;
  #escaped = false;
  #state: 'before' | 'within' | 'behind' | 'odd' = 'before';

  push(piece: string): void {
    for (let at = 0; at < piece.length && this.#state !== 'odd'; at++) this.#read(piece.charCodeAt(at));
  }

  /** An object began and ended, and nothing followed it. */
  get isWhole(): boolean {
    return this.#state === 'behind';
  }

  #read(char: number): void {
    if (this.#inText) this.#readText(char);
    else if (char > SPACE) this.#readMark(char);
  }

  #readMark(char: number): void {
    if (this.#state === 'behind' || (this.#state === 'before' && char !== OPEN_BRACE)) this.#state = 'odd';
    else if (char === QUOTE) this.#inText = true;
    else if (char === OPEN_BRACE || char === OPEN_BRACKET) this.#open();
    else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) this.#close();
  }

  #readText(char: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (char === BACKSLASH) this.#escaped = true;
    else if (char === QUOTE) this.#inText = false;
  }

  #open(): void {
    this.#state = 'within';
    this.#depth++;
  }

  #close(): void {
    if (--this.#depth === 0) this.#state = 'behind';
  }
}

export function isWholeObject(text: string): boolean {
  const extent = new JsonExtent();
  extent.push(text);
  return extent.isWhole;
}
