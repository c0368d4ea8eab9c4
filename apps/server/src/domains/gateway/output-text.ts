import { countTokens } from './tokenizer.ts';

/** More text than any answer has; what is beyond it is counted by its length alone. */
const MOST_KEPT = 2 * 1024 * 1024;

/**
 * The text of an answer as it passes, kept so that its tokens can be counted if nobody tells them. Bytes that could not be read count
 * too, four a token.
 */
export class OutputText {
  readonly #pieces: string[] = [];
  #length = 0;
  #unread = 0;
  #countedPieces = 0;
  #counted = 0;

  add(text: string): void {
    if (text === '') return;
    this.#length += text.length;
    if (this.#length <= MOST_KEPT) this.#pieces.push(text);
    else this.#unread += text.length;
  }

  /** Bytes whose text was too long to read. */
  addUnread(bytes: number): void {
    this.#unread += bytes;
  }

  /** Tokens so far, counted piece by piece as they come: never fewer than the whole text has. */
  soFar(): number {
    for (; this.#countedPieces < this.#pieces.length; this.#countedPieces++)
      this.#counted += countTokens(this.#pieces[this.#countedPieces] ?? '');
    return this.#counted + Math.ceil(this.#unread / 4);
  }

  /** Whether it has so many tokens: where the pieces alone would say so, the whole text is counted, of which they may have cut words. */
  hasReached(limit: number): boolean {
    if (this.soFar() < limit) return false;
    this.#counted = countTokens(this.#pieces.join(''));
    return this.soFar() >= limit;
  }

  /** Tokens of the whole text. */
  tokens(): number {
    return countTokens(this.#pieces.join('')) + Math.ceil(this.#unread / 4);
  }

  get isEmpty(): boolean {
    return this.#length === 0 && this.#unread === 0;
  }
}
