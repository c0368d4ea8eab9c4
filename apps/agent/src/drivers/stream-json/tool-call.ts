import { oneLine } from '../../text.ts';
import { type Fields, text } from './fields.ts';

/** Of a tool's input, the field that says best what it is about. */
const telling = [
  'command',
  'file_path',
  'absolute_path',
  'notebook_path',
  'path',
  'pattern',
  'url',
  'query',
  'skill',
  'description',
  'prompt',
];

/** What a tool call is about in a few words: a command, a path, a pattern, an address. */
export function subjectOf(input: Fields): string {
  for (const name of telling) {
    const value = text(input[name]);
    if (value.trim() !== '') return oneLine(value, 2000);
  }
  return '';
}
