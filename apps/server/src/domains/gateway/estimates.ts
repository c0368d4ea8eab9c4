/** English, code and JSON have about four bytes a token. */
const BYTES_PER_TOKEN = 4;
/** No model reads more; images and documents in base64 would otherwise count as text. */
const MOST_INPUT = 1_000_000;

/** A guess at the input tokens of a request: a quarter of its body's bytes, at most a million. It stands only if nobody tells better. */
export const estimateInput = (bytes: number): number => Math.min(Math.ceil(bytes / BYTES_PER_TOKEN), MOST_INPUT);

export const estimateBytes = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN);

const notAscii = /[^\p{ASCII}]/u;
const cjk = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/gu;

/** Counts text as it passes: a token a CJK character, a token four others. */
export class TextTally {
  #wide = 0;
  #narrow = 0;

  add(text: string): void {
    const wide = notAscii.test(text) ? (text.match(cjk)?.length ?? 0) : 0;
    this.#wide += wide;
    this.#narrow += text.length - wide;
  }

  get tokens(): number {
    return this.#wide + Math.ceil(this.#narrow / BYTES_PER_TOKEN);
  }
}
