import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const mostBytes = 5 * 1024 * 1024;
const mostFiles = 5;

/** The nth oldest of a log's files: `agent.log`, `agent.log.1` and so on. */
const nth = (path: string, n: number) => (n === 0 ? path : `${path}.${n}`);

/**
 * A log of five files of 5 MB, the newest without a number. Written at once and not in time, so that the last words of a process that
 * dies are there; a disk that is full loses lines, and stops nobody.
 */
export class RotatedFile {
  readonly #path: string;
  readonly #mostBytes: number;
  #bytes: number;

  constructor(path: string, bytesOfOne = mostBytes) {
    this.#path = path;
    this.#mostBytes = bytesOfOne;
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    try {
      if (this.#bytes > 0 && this.#bytes + bytes > this.#mostBytes) this.#rotate();
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      appendFileSync(this.#path, line, { mode: 0o600 });
      this.#bytes += bytes;
    } catch {
      // Nowhere to tell of it: this is where one would.
    }
  }

  #rotate(): void {
    for (let n = mostFiles - 2; n >= 0; n--) {
      if (statSync(nth(this.#path, n), { throwIfNoEntry: false })) renameSync(nth(this.#path, n), nth(this.#path, n + 1));
    }
    this.#bytes = 0;
  }
}

/** The last lines of a log, oldest first, from as many of its files as that takes. */
export function lastLines(path: string, count: number): string[] {
  let lines: string[] = [];
  for (let n = 0; n < mostFiles && lines.length < count; n++) {
    try {
      lines = [...readFileSync(nth(path, n), 'utf8').split('\n').filter(Boolean), ...lines];
    } catch {
      break;
    }
  }
  return count > 0 ? lines.slice(-count) : [];
}
