import { sound } from '../../text.ts';

/** Text that grows without its memory growing: of what is longer than `most`, the middle is lost, and how much of it is said. */
export class BoundedText {
  readonly #mostHead: number;
  readonly #mostTail: number;
  #head = '';
  #tail = '';
  #length = 0;

  constructor(most: number) {
    this.#mostHead = Math.floor((most - 100) * 0.7);
    this.#mostTail = most - 100 - this.#mostHead;
  }

  get length(): number {
    return this.#length;
  }

  add(piece: string): void {
    this.#length += piece.length;
    const room = this.#mostHead - this.#head.length;
    this.#head += piece.slice(0, room);
    const tail = this.#tail + piece.slice(Math.max(room, piece.length - 2 * this.#mostTail));
    // Cut now and then only: each cut copies.
    this.#tail = tail.length > 4 * this.#mostTail ? tail.slice(-this.#mostTail) : tail;
  }

  toString(): string {
    const left = this.#length - this.#head.length - this.#mostTail;
    if (left <= 0) return sound(this.#head + this.#tail);
    return sound(`${this.#head}\n[… ${left} characters left out by Open ACE …]\n${this.#tail.slice(-this.#mostTail)}`);
  }
}
