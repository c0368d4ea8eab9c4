import { relative, sep } from 'node:path';
import { withoutMiddle } from '../../text.ts';
import { type Fields, fields, list, number, text } from './fields.ts';

const mostLength = 100_000;

/** What an edit changed, as a unified diff; '' for a tool that edits nothing. `tool` is Claude Code's name of it. */
export function diffOf(tool: string, input: Fields, result: Fields, cwd: string): string {
  const path = text(result.filePath) || text(input.file_path);
  if (!['Edit', 'MultiEdit', 'Write'].includes(tool) || path === '') return '';
  const hunks = list(result.structuredPatch).map(hunkOf).filter(Boolean);
  const isNew = text(result.type) === 'create';
  const isWhole = isNew || (tool === 'Write' && result.type !== 'update');
  const body = hunks.length > 0 ? hunks.join('') : isWhole ? added(text(input.content)) : replaced(input);
  if (body === '') return '';
  const name = shownPath(path, cwd);
  return withoutMiddle(`--- ${isNew ? '/dev/null' : `a/${name}`}\n+++ b/${name}\n${body}`, mostLength);
}

function shownPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  const name = below === '' || below.startsWith('..') ? path : below;
  return name.split(sep).join('/').replace(/^\//, '');
}

function hunkOf(value: unknown): string {
  const { oldStart, oldLines, newStart, newLines, lines } = fields(value);
  const [a, b, c, d] = [oldStart, oldLines, newStart, newLines].map((n) => number(n) ?? 0);
  const body = list(lines).map(text);
  return body.length === 0 ? '' : `@@ -${a},${b} +${c},${d} @@\n${body.join('\n')}\n`;
}

const linesOf = (content: string): string[] => content.replace(/\n$/, '').split('\n');

function added(content: string): string {
  if (content === '') return '';
  const lines = linesOf(content);
  return `@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join('\n')}\n`;
}

/** From the input alone: what was replaced is known, where it stood is not. */
function replaced(input: Fields): string {
  const edits = list(input.edits).length > 0 ? list(input.edits).map(fields) : [input];
  return edits
    .map((edit) => {
      const [before, after] = [text(edit.old_string), text(edit.new_string)].map((side) => (side === '' ? [] : linesOf(side)));
      if (!before || !after || before.length + after.length === 0) return '';
      const body = [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)];
      return `@@ -1,${before.length} +1,${after.length} @@\n${body.join('\n')}\n`;
    })
    .join('');
}
