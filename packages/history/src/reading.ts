import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { UsageReport } from '@open-ace/contracts/history';
import type { Batch } from './batch.ts';
import { type Cursor, fingerprint, isContinued } from './cursor.ts';
import type { Source } from './format.ts';
import { type LineReader, newLineReader, savedLineReader } from './parser.ts';
import { withParser } from './parsers.ts';
import type { Line } from './tail-lines.ts';

/** One file while it is read: how far, by which parser, and what was found on the way. */
export class Reading {
  /** All that the file has was read, and nothing in it is undecided. */
  caughtUp = false;
  #malformed = 0;
  #overlong = 0;

  private constructor(
    readonly source: Source,
    readonly file: FileHandle,
    readonly stats: Stats,
    readonly lines: LineReader,
    public offset: number,
    public insideOverlong: boolean,
  ) {}

  /** Goes on at the cursor if it fits the file, else from the start. */
  static async begin(source: Source, file: FileHandle, stats: Stats, cursor: Cursor | null): Promise<Reading> {
    if (cursor && (await isContinued(cursor, file, stats))) {
      const saved = withParser(source.format, (parser) => savedLineReader(parser, cursor.state));
      if (saved) return new Reading(source, file, stats, saved, cursor.offset, cursor.insideOverlong);
    }
    return new Reading(source, file, stats, withParser(source.format, newLineReader), 0, false);
  }

  parse(line: Line): UsageReport | null {
    const parsed = line.bytes && this.lines.take(line.bytes);
    if (parsed !== 'malformed') return parsed;
    this.#malformed += 1;
    return null;
  }

  pass(line: Line): void {
    this.offset = line.end;
    this.insideOverlong = line.bytes === null && !line.ended;
    if (line.bytes === null && line.ended) this.#overlong += 1;
  }

  async batch(reports: readonly UsageReport[]): Promise<Batch> {
    const { source, file, stats, lines, offset, insideOverlong, caughtUp } = this;
    const cursor: Cursor = {
      version: 1,
      format: source.format,
      offset,
      insideOverlong,
      fingerprint: await fingerprint(file, offset),
      inode: stats.ino,
      size: stats.size,
      modifiedAt: stats.mtimeMs,
      caughtUp,
      state: lines.state(),
    };
    const batch = { reports, cursor, malformed: this.#malformed, overlong: this.#overlong, toolVersion: lines.toolVersion() };
    this.#malformed = 0;
    this.#overlong = 0;
    return batch;
  }
}
