import type { FileHandle } from 'node:fs/promises';

/** A whole line, or a piece of one that is too long to be held. `end` is the byte offset in the file after it. */
export type Line =
  | { readonly bytes: Buffer; readonly end: number }
  | { readonly bytes: null; readonly end: number; readonly ended: boolean };

export interface TailOptions {
  /** Where to begin: the `end` of a line. */
  readonly from: number;
  /** Where to stop: the size of the file as the caller saw it. */
  readonly to: number;
  /** True when `from` lies inside a line that was given up as too long. */
  readonly insideOverlong?: boolean | undefined;
  readonly chunkBytes?: number | undefined;
  readonly maxLineBytes?: number | undefined;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The lines of a file that end in a newline, without it (nor a carriage return or byte order mark), in groups of one chunk.
 * Lines are bytes: a character that a chunk border cuts is whole again in its line. What follows the last newline is left
 * for the next time. A line over `maxLineBytes` is passed over piece by piece, so that neither memory nor the next reading
 * has to take all of it.
 */
export async function* tailLines(file: FileHandle, options: TailOptions): AsyncGenerator<Line[]> {
  const { from, to, chunkBytes = 1 << 20, maxLineBytes = 32 << 20, insideOverlong = false } = options;
  const splitter = new LineSplitter(maxLineBytes, insideOverlong);
  for (let position = from; position < to; ) {
    const chunk = await readChunk(file, position, Math.min(chunkBytes, to - position));
    if (chunk.length === 0) return;
    yield splitter.split(chunk, position);
    position += chunk.length;
  }
}

/** Holds the pieces of the line that the next chunk may end. */
class LineSplitter {
  #pieces: Buffer[] = [];
  #held = 0;
  #isOverlong: boolean;
  readonly #maxLineBytes: number;

  constructor(maxLineBytes: number, insideOverlong: boolean) {
    this.#maxLineBytes = maxLineBytes;
    this.#isOverlong = insideOverlong;
  }

  split(chunk: Buffer, position: number): Line[] {
    const lines: Line[] = [];
    for (let start = 0; start < chunk.length; ) {
      const found = chunk.indexOf(newline, start);
      const stop = found === -1 ? chunk.length : found;
      const piece = chunk.subarray(start, stop);
      start = found === -1 ? stop : stop + 1;
      const line = this.#append(piece, found !== -1, position + start);
      if (line) lines.push(line);
    }
    return lines;
  }

  #append(piece: Buffer, ended: boolean, end: number): Line | null {
    this.#pieces.push(piece);
    this.#held += piece.length;
    this.#isOverlong ||= this.#held > this.#maxLineBytes;
    if (!ended && !this.#isOverlong) return null;
    const line: Line = this.#isOverlong ? { bytes: null, end, ended } : { bytes: bare(this.#pieces, end - 1 - this.#held), end };
    this.#pieces = [];
    this.#held = 0;
    this.#isOverlong &&= !ended;
    return line;
  }
}

async function readChunk(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** One line out of its pieces, without byte order mark and carriage return. */
function bare(pieces: readonly Buffer[], offset: number): Buffer {
  const [first] = pieces;
  const line = first && pieces.length === 1 ? first : Buffer.concat(pieces);
  const start = offset === 0 && line.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0;
  const end = line.at(-1) === carriageReturn ? line.length - 1 : line.length;
  return line.subarray(start, end);
}
