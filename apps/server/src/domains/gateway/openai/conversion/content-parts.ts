import { isRecord, shortText } from '../../untrusted.ts';
import { invalid, notConvertible } from './not-convertible.ts';

type Json = Record<string, unknown>;

/** A part of a message's content, as chat completions take it. */
export type ChatPart = { type: 'text'; text: string } | { type: 'image_url' | 'file' | 'input_audio'; [field: string]: unknown };

/** Of what chat completions know; whoever asks for more gets the most. */
const details: Record<string, string> = { low: 'low', high: 'high', auto: 'auto', original: 'high' };

function imagePart({ image_url, detail }: Json): ChatPart {
  if (typeof image_url !== 'string') {
    throw notConvertible('The provider of this model cannot read images that are kept at OpenAI. Send the image itself as "image_url".');
  }
  const known = typeof detail === 'string' && Object.hasOwn(details, detail) ? details[detail] : undefined;
  return { type: 'image_url', image_url: { url: image_url, ...(known && { detail: known }) } };
}

function filePart({ file_data, filename }: Json): ChatPart {
  if (typeof file_data !== 'string') {
    throw notConvertible('The provider of this model can read no file by its id or address. Send the file itself as "file_data".');
  }
  return { type: 'file', file: { ...(typeof filename === 'string' && { filename }), file_data } };
}

function textPart(text: unknown): ChatPart {
  if (typeof text !== 'string') throw invalid("A part of a message's content lacks its text.");
  return { type: 'text', text };
}

function partOf(part: unknown): ChatPart {
  if (!isRecord(part)) throw invalid("Send a message's content as text or as a list of parts.");
  switch (part.type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return textPart(part.text);
    case 'refusal':
      return textPart(part.refusal);
    case 'input_image':
      return imagePart(part);
    case 'input_file':
      return filePart(part);
    case 'input_audio':
      return { type: 'input_audio', input_audio: part.input_audio };
    default:
      throw notConvertible(`Content of the type "${shortText(part.type)}" cannot be sent to the provider of this model. Leave it out.`);
  }
}

export function partsOf(content: unknown): ChatPart[] {
  if (content === null || content === undefined) return [];
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (!Array.isArray(content)) throw invalid("Send a message's content as text or as a list of parts.");
  return content.map(partOf);
}

const isText = (part: ChatPart): part is ChatPart & { type: 'text'; text: string } => part.type === 'text';

/** Paragraphs: not every provider takes a list of texts. */
export const joined = (texts: string[]): string => texts.filter((text) => text !== '').join('\n\n');

export const textsOf = (parts: ChatPart[]): string => joined(parts.filter(isText).map(({ text }) => text));

export const mediaOf = (parts: ChatPart[]): ChatPart[] => parts.filter((part) => !isText(part));

/** Content for a message that may hold more than text. */
export const mixedContent = (parts: ChatPart[]): string | ChatPart[] => (parts.every(isText) ? textsOf(parts) : parts);

/** Content for a message that holds text alone. */
export function onlyText(content: unknown, role: string): string {
  const parts = partsOf(content);
  if (mediaOf(parts).length > 0)
    throw notConvertible(`A message of the role "${role}" can hold only text here. Send the rest as the user's.`);
  return textsOf(parts);
}
