import { Image } from '@open-ace/contracts/session-events';
import { type Fields, fields, list, text } from '../stream-json/fields.ts';

/** One block of content in words; of what is no text only its kind or its address. */
export function wordsOf(value: unknown): string {
  const block = fields(value);
  switch (block.type) {
    case 'text':
      return text(block.text);
    case 'resource_link':
      return text(block.uri);
    case 'resource':
      return text(fields(block.resource).text) || text(fields(block.resource).uri);
    case 'image':
      return '';
    default:
      return `[${text(block.type).slice(0, 100) || 'something'}]`;
  }
}

/** What a tool gave back: its content, in words. */
export function outputOf(content: readonly unknown[]): string {
  return blocksOf(content).map(wordsOf).filter(Boolean).join('\n');
}

const mostImages = 5;

/** The pictures among what a tool gave back, as far as they are small enough to be kept. */
export function imagesOf(content: readonly unknown[]): Image[] {
  return blocksOf(content)
    .filter(({ type }) => type === 'image')
    .flatMap(({ mimeType, data }) => Image.safeParse({ mediaType: mimeType, data }).data ?? [])
    .slice(0, mostImages);
}

const blocksOf = (content: readonly unknown[]): Fields[] =>
  content
    .map(fields)
    .filter(({ type }) => type === 'content')
    .map(({ content: block }) => fields(block));

export const diffsOf = (content: unknown): Fields[] =>
  list(content)
    .map(fields)
    .filter(({ type }) => type === 'diff');

/** JSON of anything that came as JSON: what is nested too deep for a text again is left out. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return '"[nested too deep]"';
  }
}
