import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { BuiltInTool } from '@open-ace/contracts/tools';
import type { Cursor } from '@open-ace/history/cursor';
import type { Format, Source } from '@open-ace/history/format';

export const toolOf: Record<Format, BuiltInTool> = {
  'claude-code': 'claude-code',
  codex: 'codex',
  'qwen-chat': 'qwen-code',
  'qwen-usage': 'qwen-code',
};

/** A session file as it was found. */
export interface FollowedFile {
  readonly source: Source;
  readonly size: number;
  readonly inode: number;
  /** Epoch milliseconds. */
  readonly changedAt: number;
}

export async function followedFile(source: Source): Promise<FollowedFile | null> {
  const stats: Stats | null = await stat(source.path).catch(() => null);
  return stats && { source, size: stats.size, inode: stats.ino, changedAt: stats.mtimeMs };
}

/** Nothing was written since the cursor, and nothing before it is undecided. */
export const isRead = (file: FollowedFile, cursor: Cursor | undefined): boolean =>
  cursor?.caughtUp === true && cursor.size === file.size && cursor.inode === file.inode && cursor.modifiedAt === file.changedAt;

const dayMs = 24 * 60 * 60_000;

/**
 * The days from the newest on, so that today shows at once; within a day in the order given, which puts a session before its forks.
 */
export function newestDayFirst(files: readonly FollowedFile[]): FollowedFile[] {
  const day = ({ changedAt }: FollowedFile) => Math.floor(changedAt / dayMs);
  return files
    .map((file, index) => ({ file, index }))
    .sort((one, other) => day(other.file) - day(one.file) || one.index - other.index)
    .map(({ file }) => file);
}
