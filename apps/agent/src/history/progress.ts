import type { SourceProgress } from '@open-ace/contracts/collection';
import { type BuiltInTool, toolNames } from '@open-ace/contracts/tools';
import { compareVersions } from '../facts/version.ts';
import { shortened } from '../text.ts';
import type { FileCursor, FileCursors } from './file-cursors.ts';
import { type FollowedFile, toolOf } from './followed-file.ts';

/** How far each tool's files are read. `errors` are of the last attempt at a file. */
export function progressOf(
  files: readonly FollowedFile[],
  cursors: Pick<FileCursors, 'of'>,
  errors: ReadonlyMap<string, string>,
): SourceProgress[] {
  const byTool = new Map<BuiltInTool, SourceProgress>();
  for (const { source, size } of files) {
    const tool = toolOf[source.format];
    const known = cursors.of(source.path);
    const sum = byTool.get(tool) ?? { tool, files: 0, bytesTotal: 0, bytesRead: 0, rows: 0, badLines: 0, cliVersion: '', error: null };
    const version = known?.cliVersion ?? '';
    byTool.set(tool, {
      tool,
      files: sum.files + 1,
      bytesTotal: sum.bytesTotal + size,
      bytesRead: sum.bytesRead + bytesRead(known, size),
      rows: sum.rows + (known?.rows ?? 0),
      badLines: sum.badLines + (known?.badLines ?? 0),
      cliVersion: compareVersions(version, sum.cliVersion) > 0 ? version : sum.cliVersion,
      error: sum.error ?? (errors.has(source.path) ? shortened(`${source.path}: ${errors.get(source.path)}`, 1000) : null),
    });
  }
  return [...byTool.values()].sort((one, other) => toolNames[one.tool].localeCompare(toolNames[other.tool]));
}

/** What follows the last whole line is not there to be read yet, and so does not count as missing. */
function bytesRead(known: FileCursor | undefined, size: number): number {
  if (!known) return 0;
  return known.cursor.caughtUp && known.cursor.size === size ? size : Math.min(known.cursor.offset, size);
}
