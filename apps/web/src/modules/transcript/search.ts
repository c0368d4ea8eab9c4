import type { TranscriptItem } from './items.ts';
import type { Row } from './rows.ts';
import { plainOutput } from './tool-kind.ts';

/** One place where the wanted words stand: the how manyth within its row. */
export interface Match {
  key: string;
  nth: number;
}

function wordsOf(item: TranscriptItem): string[] {
  switch (item.kind) {
    case 'user':
    case 'message':
    case 'thought':
      return [item.text];
    case 'tool':
      return [item.name, item.subject, plainOutput(item.output), item.diff];
    case 'permission':
      return [item.subject, item.effect, item.decision === null ? item.input : ''];
    case 'plan':
      return item.entries.map(({ text }) => text);
    case 'notice':
      return [item.text];
    case 'error':
    case 'process-end':
      return [item.message];
    case 'model':
    case 'process-start':
      return [item.model];
    case 'mode':
    case 'turn-end':
      return [];
  }
}

/** Items are never changed, so what was read of one holds for ever. */
const read = new WeakMap<object, string>();

function textOf(row: Row): string {
  if (row.kind === 'working') return '';
  const source = row.kind === 'pending' ? row.message : row.item;
  const known = read.get(source);
  if (known !== undefined) return known;
  const text = (row.kind === 'pending' ? row.message.text : wordsOf(row.item).join('\n')).toLowerCase();
  read.set(source, text);
  return text;
}

/** How often a text holds another one, counted without overlap. */
export function occurrences(text: string, wanted: string): number {
  let count = 0;
  for (let place = text.indexOf(wanted); place >= 0; place = text.indexOf(wanted, place + wanted.length)) count++;
  return count;
}

/** All places from top to bottom, also in rows that are not drawn; capital letters or not. */
export function findMatches(rows: readonly Row[], query: string): Match[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return [];
  return rows.flatMap((row) => Array.from({ length: occurrences(textOf(row), wanted) }, (_, nth) => ({ key: row.key, nth })));
}
