import { Image } from '@open-ace/contracts/session-events';
import { type Fields, fields, list, text } from './fields.ts';

const mostImages = 5;

/** What a tool gave back: its words, and its pictures as far as they can travel. What cannot leaves a word in its place. */
export interface ResultContent {
  readonly output: string;
  readonly images: Image[];
}

export function resultContent(content: unknown): ResultContent {
  if (typeof content === 'string') return { output: content, images: [] };
  const images: Image[] = [];
  const words = list(content)
    .map(fields)
    .map((block) => {
      if (block.type === 'text') return text(block.text);
      if (block.type !== 'image') return `[${text(block.type) || 'something'}]`;
      const image = imageOf(block);
      if (image === null) return '[a picture that is too large, or of a form that is not shown]';
      if (images.length === mostImages) return '[one picture more]';
      images.push(image);
      return '';
    });
  return { output: words.filter(Boolean).join('\n'), images };
}

function imageOf(block: Fields): Image | null {
  const { data, media_type: mediaType } = fields(block.source);
  const image = Image.safeParse({ mediaType, data });
  return image.success && image.data.data !== '' ? image.data : null;
}
