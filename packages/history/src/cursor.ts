import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { z } from 'zod';
import { Format } from './format.ts';

const Offset = z.number().int().nonnegative();

/** What a reader remembers of one file, as JSON. To be kept once the reports before it are acknowledged. */
export const Cursor = z.object({
  version: z.literal(1),
  format: Format,
  /** Bytes that need not be read again: always the end of a line, save inside one that is too long. */
  offset: Offset,
  insideOverlong: z.boolean(),
  /** SHA-256 over the head and the last bytes before `offset`. */
  fingerprint: z.string(),
  inode: z.number(),
  size: Offset,
  /** Epoch milliseconds. */
  modifiedAt: z.number(),
  /** All of the file, as it was at that size and time, has been read and nothing in it is undecided. */
  caughtUp: z.boolean(),
  /** The parser's own; checked by its schema before use. */
  state: z.unknown(),
});
export type Cursor = z.infer<typeof Cursor>;

/** A stored cursor; null, which means to read from the start, for anything that is not one of this version. */
export function parseCursor(json: unknown): Cursor | null {
  return Cursor.safeParse(json).data ?? null;
}

/** Nothing was written since: the file need not even be opened. */
export async function isUnchanged(cursor: Cursor, path: string): Promise<boolean> {
  if (!cursor.caughtUp) return false;
  const stats = await stat(path).catch(() => null);
  return stats !== null && cursor.inode === stats.ino && cursor.size === stats.size && cursor.modifiedAt === stats.mtimeMs;
}

/** Whether what the cursor stands for is still the beginning of this file, which may have been cut, rewritten or replaced. */
export async function isContinued(cursor: Cursor, file: FileHandle, stats: Stats): Promise<boolean> {
  if (cursor.inode !== stats.ino || cursor.offset > stats.size) return false;
  return cursor.fingerprint === (await fingerprint(file, cursor.offset));
}

const headBytes = 4096;
const tailBytes = 1024;

/**
 * Stands for the bytes before `offset`. The head tells files apart; the tail is needed as well since a rewritten session
 * keeps its first record, which in Codex alone is longer than the head.
 */
export async function fingerprint(file: FileHandle, offset: number): Promise<string> {
  const hash = createHash('sha256');
  for (const start of [0, Math.max(0, offset - tailBytes)]) {
    const length = Math.min(start === 0 ? headBytes : tailBytes, offset - start);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    hash.update(buffer.subarray(0, bytesRead));
  }
  return hash.digest('base64url');
}
