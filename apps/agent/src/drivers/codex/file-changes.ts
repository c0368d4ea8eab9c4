import { relative, sep } from 'node:path';
import { withoutMiddle } from '../../text.ts';
import { type Fields, fields, list, text } from '../stream-json/fields.ts';

const mostDiff = 100_000;

interface FileChange {
  readonly kind: string;
  readonly path: string;
  /** '' for a file that stays where it is. */
  readonly movedTo: string;
  /** Hunks for a file that changes, its content for one that comes or goes. */
  readonly diff: string;
}

export const changesOf = (item: Fields): FileChange[] =>
  list(item.changes).map((value) => {
    const { path, kind, diff } = fields(value);
    const { type, move_path } = fields(kind);
    return { kind: text(type), path: text(path), movedTo: text(move_path), diff: text(diff) };
  });

/** Of all files together, as a unified diff. */
export function diffOf(changes: readonly FileChange[], cwd: string): string {
  return withoutMiddle(changes.map((change) => oneDiff(change, cwd)).join(''), mostDiff);
}

function oneDiff({ kind, path, movedTo, diff }: FileChange, cwd: string): string {
  if (path === '') return '';
  const before = kind === 'add' ? '/dev/null' : `a/${shownPath(path, cwd)}`;
  const after = kind === 'delete' ? '/dev/null' : `b/${shownPath(movedTo || path, cwd)}`;
  const body = kind === 'add' ? wholeFile('+', diff) : kind === 'delete' ? wholeFile('-', diff) : diff;
  return `--- ${before}\n+++ ${after}\n${body === '' || body.endsWith('\n') ? body : `${body}\n`}`;
}

/** A hunk of everything that a file has. */
function wholeFile(sign: '+' | '-', content: string): string {
  if (content === '') return '';
  const lines = content.replace(/\n$/, '').split('\n');
  const range = sign === '+' ? `-0,0 +1,${lines.length}` : `-1,${lines.length} +0,0`;
  return `@@ ${range} @@\n${lines.map((line) => sign + line).join('\n')}\n`;
}

function shownPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  const name = below === '' || below.startsWith('..') ? path : below;
  return name.split(sep).join('/').replace(/^\//, '');
}

/** Which files an edit touches and how, in words that name no other edit: paths are absolute, so a word before one is none of it. */
export function scopeOf(changes: readonly FileChange[]): string {
  const each = changes.map(({ kind, path, movedTo }) => {
    if (kind === 'delete') return `delete ${path}`;
    return movedTo === '' ? path : `move ${JSON.stringify([path, movedTo])}`;
  });
  const [only = ''] = each;
  return each.length === 1 ? only : JSON.stringify(each);
}
