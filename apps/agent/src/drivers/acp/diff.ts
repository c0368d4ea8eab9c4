import { structuredPatch } from 'diff';
import { withoutMiddle } from '../../text.ts';
import { type Fields, text } from '../stream-json/fields.ts';
import { diffOf } from '../stream-json/unified-diff.ts';

const mostLength = 100_000;
const mostCompared = 256 * 1024;
const mostFiles = 50;
const patienceMs = 100;

/** What an agent says that an edit changes, as one unified diff; of files that are too long to be compared only that they change. */
export function unifiedDiffOf(diffs: readonly Fields[], cwd: string): string {
  const shown = diffs.slice(0, mostFiles).map((diff) => fileDiff(diff, cwd));
  return withoutMiddle(shown.join(''), mostLength);
}

function fileDiff({ path, oldText, newText }: Fields, cwd: string): string {
  const [before, after] = [text(oldText), text(newText)];
  const isComparable = before.length + after.length <= mostCompared;
  const patch = isComparable ? structuredPatch('', '', before, after, '', '', { timeout: patienceMs }) : undefined;
  const isNew = oldText === null || oldText === undefined;
  const result = { filePath: text(path), structuredPatch: patch?.hunks ?? [], type: isNew ? 'create' : 'update' };
  return diffOf('Edit', { content: after, old_string: before, new_string: after }, result, cwd);
}
