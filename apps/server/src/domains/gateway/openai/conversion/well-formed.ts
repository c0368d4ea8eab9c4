/** Halves of a character that stand alone. Clients that are strict about JSON take no event that holds one. */
const halves = /\p{Surrogate}/gu;

export const wellFormed = (text: string): string => text.replace(halves, '\ufffd');

const endsInHalf = (text: string): boolean => {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
};

/** A text that comes in pieces, and goes on in pieces that are well-formed wherever it was cut. */
export class LiveText {
  #half = '';
  #fresh = '';
  #text = '';

  add(piece: string): void {
    const joined = this.#half + piece;
    const cut = endsInHalf(joined) ? joined.length - 1 : joined.length;
    this.#half = joined.slice(cut);
    this.#keep(joined.slice(0, cut));
  }

  /** Nothing more comes. */
  end(): void {
    this.#keep(this.#half);
    this.#half = '';
  }

  /** What came since it was last taken. */
  take(): string {
    const fresh = this.#fresh;
    this.#fresh = '';
    return fresh;
  }

  /** All of it that is whole. */
  get text(): string {
    return this.#text;
  }

  #keep(piece: string): void {
    const sound = wellFormed(piece);
    this.#fresh += sound;
    this.#text += sound;
  }
}
