import { join } from 'node:path';
import type { Cursor } from '@open-ace/history/cursor';
import { Cursor as CursorSchema } from '@open-ace/history/cursor';
import { z } from 'zod';
import { AppendLog } from '../state/append-log.ts';

/** How far a file was read and taken over by the server, and what came of it. */
export const FileCursor = z.object({
  path: z.string(),
  cursor: CursorSchema,
  rows: z.number().int().nonnegative(),
  badLines: z.number().int().nonnegative(),
  cliVersion: z.string(),
});
export type FileCursor = z.infer<typeof FileCursor>;

const Forgotten = z.object({ forgotten: z.string() });
const rewriteFactor = 4;
const rewriteBytes = 4 << 20;

/** The cursors of all files, on disk as a log of their changes: a cursor is small, all of them together are not. */
export class FileCursors {
  readonly #log: AppendLog;
  readonly #files = new Map<string, FileCursor>();
  #rewrittenBytes = 0;

  private constructor(log: AppendLog) {
    this.#log = log;
  }

  static async open(agentDir: string): Promise<FileCursors> {
    const cursors = new FileCursors(new AppendLog(join(agentDir, 'cursors.jsonl')));
    for (const value of await cursors.#log.read()) {
      const file = FileCursor.safeParse(value).data;
      const { forgotten } = Forgotten.safeParse(value).data ?? {};
      if (file) cursors.#files.set(file.path, file);
      if (forgotten !== undefined) cursors.#files.delete(forgotten);
    }
    await cursors.#rewrite();
    return cursors;
  }

  of(path: string): FileCursor | undefined {
    return this.#files.get(path);
  }

  /** To be called when the server has what was read up to here. */
  async put(path: string, cursor: Cursor, read: { rows: number; badLines: number; cliVersion: string | null }): Promise<void> {
    const before = this.#files.get(path);
    // A file that is read from its start again counts from nothing again.
    const known = before && before.cursor.offset <= cursor.offset ? before : { rows: 0, badLines: 0, cliVersion: before?.cliVersion ?? '' };
    const file: FileCursor = {
      path,
      cursor,
      rows: known.rows + read.rows,
      badLines: known.badLines + read.badLines,
      cliVersion: (read.cliVersion ?? known.cliVersion).slice(0, 100),
    };
    if (before && JSON.stringify(before) === JSON.stringify(file)) return;
    this.#files.set(path, file);
    await this.#log.append(file);
    if (this.#log.bytes > rewriteBytes && this.#log.bytes > rewriteFactor * this.#rewrittenBytes) await this.#rewrite();
  }

  /** Drops those of files that are gone. */
  async keepOnly(paths: ReadonlySet<string>): Promise<void> {
    for (const path of [...this.#files.keys()]) {
      if (paths.has(path)) continue;
      this.#files.delete(path);
      await this.#log.append({ forgotten: path });
    }
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  async #rewrite(): Promise<void> {
    await this.#log.rewrite(() => this.#files.values());
    this.#rewrittenBytes = this.#log.bytes;
  }
}
