import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BoxItem } from '@open-ace/contracts/session-events';
import { Turns } from '../turns.ts';

/** A file of one event a line, numbered without gap. */
interface Segment {
  readonly path: string;
  readonly first: number;
  /** `first - 1` while it is empty. */
  last: number;
  bytes: number;
}

/** So much of what was written last is kept in memory, for reading it right away. */
const tailLength = 256 * 1024;

const segmentName = (first: number) => `${String(first).padStart(12, '0')}.jsonl`;

/**
 * The events of one boot of the agent, in a folder whose name is what the server knows them by. A shelf that the server has
 * forgotten is renumbered: `<id>.<base>` says that its events are known there by a number that is lower by `base`.
 */
export class Shelf {
  #dir: string;
  readonly #segments: Segment[] = [];
  #active: FileHandle | undefined;
  #acknowledged = 0;
  #tail: string[] = [];
  #tailLength = 0;
  readonly #turns = new Turns();

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** An empty one. The names of later ones sort behind those of earlier ones. */
  static async create(folder: string, now: number): Promise<Shelf> {
    const dir = join(folder, `${now.toString(36).padStart(9, '0')}-${randomBytes(9).toString('hex')}.0`);
    await mkdir(dir, { mode: 0o700 });
    return new Shelf(dir);
  }

  /** One that an earlier boot left. What a crash cut off is cut away. */
  static async load(dir: string): Promise<Shelf> {
    const shelf = new Shelf(dir);
    const names = (await readdir(dir)).filter((name) => /^\d{12}\.jsonl$/.test(name)).sort();
    for (const name of names) {
      const first = Number.parseInt(name, 10);
      if (shelf.#segments.length > 0 && first !== shelf.last + 1) break;
      if (shelf.#segments.length === 0) shelf.#acknowledged = first - 1;
      shelf.#segments.push(await loadSegment(join(dir, name), first));
    }
    return shelf;
  }

  get boxId(): string {
    return basename(this.#dir).split('.')[0] ?? '';
  }

  get base(): number {
    return Number(basename(this.#dir).split('.')[1] ?? 0);
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get last(): number {
    return this.#segments.at(-1)?.last ?? this.#acknowledged;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get isEmpty(): boolean {
    return this.#acknowledged >= this.last;
  }

  /** Adds lines that follow on the last. A failed write leaves the file as it was. */
  append(lines: readonly string[], segmentBytes: number): Promise<void> {
    return this.#turns.take(() => this.#append(lines, segmentBytes));
  }

  async #append(lines: readonly string[], segmentBytes: number): Promise<void> {
    let segment = this.#segments.at(-1);
    if (!segment || !this.#active || segment.bytes >= segmentBytes) {
      const last = this.last;
      await this.#active?.close();
      segment = { path: join(this.#dir, segmentName(last + 1)), first: last + 1, last, bytes: 0 };
      this.#active = await open(segment.path, 'a', 0o600);
      this.#segments.push(segment);
    }
    const data = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    try {
      await this.#active.appendFile(data);
    } catch (error) {
      await truncate(segment.path, segment.bytes).catch(() => undefined);
      throw error;
    }
    segment.bytes += data.length;
    segment.last += lines.length;
    this.#remember(lines);
  }

  /** What follows on the acknowledged ones, at least one if there is any. */
  read(most: number, mostBytes: number): Promise<BoxItem[]> {
    return this.#turns.take(() => this.#read(most, mostBytes));
  }

  async #read(most: number, mostBytes: number): Promise<BoxItem[]> {
    const items: BoxItem[] = [];
    let bytes = 0;
    for (const line of await this.#linesAfter(this.#acknowledged)) {
      bytes += Buffer.byteLength(line);
      if (items.length >= most || (items.length > 0 && bytes > mostBytes)) break;
      items.push(JSON.parse(line) as BoxItem);
    }
    return items;
  }

  /** Everything up to here is the server's; its files go, the one that is being written only when told so or past `tailBytes`. */
  acknowledge(seq: number, tailBytes: number): Promise<void> {
    return this.#turns.take(() => this.#acknowledge(seq, tailBytes));
  }

  async #acknowledge(seq: number, tailBytes: number): Promise<void> {
    this.#acknowledged = Math.min(Math.max(seq, this.#acknowledged), this.last);
    while (this.#segments.length > 1 && (this.#segments[0]?.last ?? 0) <= this.#acknowledged) await this.#dropFirst();
    const only = this.#segments[0];
    if (only && only.last <= this.#acknowledged && only.bytes >= tailBytes) {
      await this.#active?.close();
      this.#active = undefined;
      await this.#dropFirst();
    }
  }

  /** The server does not know what was acknowledged before (it was set back): what is left begins a shelf of its own. */
  renumber(): Promise<void> {
    return this.#turns.take(() => this.#renumber());
  }

  async #renumber(): Promise<void> {
    const dir = this.#dir;
    const [time] = this.boxId.split('-');
    const renamed = join(dirname(dir), `${time}-${randomBytes(9).toString('hex')}.${this.#acknowledged}`);
    await rename(dir, renamed);
    this.#dir = renamed;
    this.#segments.splice(
      0,
      this.#segments.length,
      ...this.#segments.map((segment) => ({ ...segment, path: join(renamed, basename(segment.path)) })),
    );
  }

  close(): Promise<void> {
    return this.#turns.take(async () => {
      await this.#active?.close();
      this.#active = undefined;
    });
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.#dir, { recursive: true, force: true });
  }

  #remember(lines: readonly string[]): void {
    this.#tail.push(...lines);
    for (const line of lines) this.#tailLength += line.length;
    let dropped = 0;
    while (this.#tailLength > tailLength && dropped < this.#tail.length) this.#tailLength -= this.#tail[dropped++]?.length ?? 0;
    this.#tail.splice(0, dropped);
  }

  /** The lines that follow on a number, as far as one file holds them. */
  async #linesAfter(seq: number): Promise<string[]> {
    const wanted = this.last - seq;
    if (wanted <= this.#tail.length) return wanted === 0 ? [] : this.#tail.slice(-wanted);
    const segment = this.#segments.find(({ last }) => last > seq);
    if (!segment) return [];
    const lines = (await readFile(segment.path)).subarray(0, segment.bytes).toString().split('\n');
    return lines.slice(seq + 1 - segment.first, segment.last - segment.first + 1);
  }

  async #dropFirst(): Promise<void> {
    const [segment] = this.#segments.splice(0, 1);
    if (segment) await rm(segment.path, { force: true });
  }
}

async function loadSegment(path: string, first: number): Promise<Segment> {
  const data = await readFile(path);
  let last = first - 1;
  let bytes = 0;
  for (let end = data.indexOf(0x0a); end !== -1; end = data.indexOf(0x0a, bytes)) {
    if (seqOf(data.subarray(bytes, end).toString()) !== last + 1) break;
    last += 1;
    bytes = end + 1;
  }
  if (bytes < data.length) await truncate(path, bytes);
  return { path, first, last, bytes };
}

/** What stands in these files was checked before it was written. */
function seqOf(line: string): number | undefined {
  try {
    return (JSON.parse(line) as BoxItem).seq;
  } catch {
    return undefined;
  }
}
