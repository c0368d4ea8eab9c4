const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;
const SPACE = 0x20;

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
