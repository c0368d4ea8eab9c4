import { countTokens } from './tokenizer.ts';

/** More text than any answer has; what is beyond it is counted by its length alone. */
const MOST_KEPT = 2 * 1024 * 1024;

/** Of UTF-8, for one of UTF-16. */
const MOST_BYTES_OF_UNIT = 3;

const BLOCK = 4096;
const nothing = Buffer.alloc(0);

/**
 * The text of an answer as it passes, kept so that its tokens can be counted if nobody tells them. Bytes that could not be read count
 * too, four a token. It is kept as bytes: thousands of short strings take several times the memory, and long to be collected.
 */
export class OutputText {
  /** Full ones. */
  readonly #blocks: Buffer[] = [];
  #block: Buffer = nothing;
  /** Of what is written in the last block. */
  #end = 0;
  #length = 0;
  #unread = 0;
  #countedBlocks = 0;
  /** In the first block that is not counted whole. */
  #countedEnd = 0;
  #counted = 0;

  add(text: string): void {
    if (text === '') return;
    this.#length += text.length;
    if (this.#length > MOST_KEPT) {
      this.#unread += text.length;
      return;
    }
    const most = text.length * MOST_BYTES_OF_UNIT;
    if (this.#end + most > this.#block.length) this.#nextBlock(Math.max(BLOCK, most));
    this.#end += this.#block.write(text, this.#end);
  }

  /** Bytes whose text was too long to read. */
  addUnread(bytes: number): void {
    this.#unread += bytes;
  }

  /** Tokens so far, counted piece by piece as they come: rather more than the whole text has, seldom one or two fewer. */
  soFar(): number {
    const blocks = this.#all();
    for (let index = this.#countedBlocks; index < blocks.length; index++) {
      const block = blocks[index] ?? nothing;
      this.#counted += countTokens(block.toString('utf8', this.#countedEnd));
      this.#countedEnd = index < this.#blocks.length ? 0 : block.length;
    }
    this.#countedBlocks = this.#blocks.length;
    return this.#counted + Math.ceil(this.#unread / 4);
  }

  /** Whether it has so many tokens: where the pieces alone would say so, the whole text is counted, of which they may have cut words. */
  hasReached(limit: number): boolean {
    // A token is a byte or more: mostly there is nothing to count.
    if (this.#length * MOST_BYTES_OF_UNIT + this.#unread / 4 < limit || this.soFar() < limit) return false;
    this.#counted = this.#countWhole();
    return this.soFar() >= limit;
  }

  /** A guess that costs nothing: four characters a token. */
  roughly(): number {
    return Math.ceil((this.#length + this.#unread) / 4);
  }

  /** Tokens of the whole text. */
  tokens(): number {
    return this.#countWhole() + Math.ceil(this.#unread / 4);
  }

  get isEmpty(): boolean {
    return this.#length === 0 && this.#unread === 0;
  }

  #all(): Buffer[] {
    return [...this.#blocks, this.#block.subarray(0, this.#end)];
  }

  #countWhole(): number {
    return countTokens(Buffer.concat(this.#all()).toString('utf8'));
  }

  #nextBlock(size: number): void {
    if (this.#end > 0) this.#blocks.push(this.#block.subarray(0, this.#end));
    this.#block = Buffer.allocUnsafe(size);
    this.#end = 0;
  }
}
