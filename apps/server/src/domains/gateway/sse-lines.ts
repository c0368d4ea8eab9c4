const NEWLINE = 0x0a;
const DATA = Buffer.from('data:');
/** A line that is longer is counted, not read: only one that carries a whole file would be. */
const LONGEST_LINE = 1024 * 1024;

/**
 * Reads the `data:` lines of a stream of server-sent events, wherever its pieces are cut. Every vendor writes one line an event, so a
 * line is an event.
 */
export class SseLines {
  readonly #onData: (text: string) => void;
  #parts: Buffer[] = [];
  #size = 0;
  /** Bytes of lines that were too long to read. */
  skipped = 0;

  constructor(onData: (text: string) => void) {
    this.#onData = onData;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#line(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** The stream ended, perhaps without a last newline. */
  end(): void {
    this.#line(Buffer.alloc(0));
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    if (this.#size <= LONGEST_LINE) this.#parts.push(part);
    else this.#parts = [];
  }

  #line(rest: Buffer): void {
    if (this.#size + rest.length > LONGEST_LINE) this.skipped += this.#size + rest.length;
    else this.#read(this.#parts.length === 0 ? rest : Buffer.concat([...this.#parts, rest]));
    this.#parts = [];
    this.#size = 0;
  }

  #read(line: Buffer): void {
    if (line.length > DATA.length && line.compare(DATA, 0, DATA.length, 0, DATA.length) === 0) {
      this.#onData(line.toString('utf8', DATA.length));
    }
  }
}
