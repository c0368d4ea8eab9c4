import { type FileHandle, open } from 'node:fs/promises';
import { Turns } from '../turns.ts';
import { readIfThere, writeAtomically } from './atomic-file.ts';

/**
 * A file of JSON lines that is only appended to, and now and then written anew. Lines go to the file in the order of their
 * appending; a line that a crash cut off is left out when it is read.
 */
export class AppendLog {
  readonly #path: string;
  #file: FileHandle | undefined;
  readonly #turns = new Turns();
  bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** What the file holds; anything that is not JSON is left out. */
  async read(): Promise<unknown[]> {
    const text = (await readIfThere(this.#path)) ?? '';
    return text.split('\n').flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line)];
      } catch {
        return [];
      }
    });
  }

  /** Resolves once it is in the file. */
  append(value: unknown): Promise<void> {
    return this.#turns.take(async () => {
      this.#file ??= await open(this.#path, 'a', 0o600);
      const line = `${JSON.stringify(value)}\n`;
      await this.#file.appendFile(line);
      this.bytes += Buffer.byteLength(line);
    });
  }

  /** Puts these in place of all that was there. */
  rewrite(values: () => Iterable<unknown>): Promise<void> {
    return this.#turns.take(async () => {
      await this.#file?.close();
      this.#file = undefined;
      const text = [...values()].map((value) => `${JSON.stringify(value)}\n`).join('');
      await writeAtomically(this.#path, text);
      this.bytes = Buffer.byteLength(text);
    });
  }

  close(): Promise<void> {
    return this.#turns.take(async () => {
      await this.#file?.close();
      this.#file = undefined;
    });
  }
}
