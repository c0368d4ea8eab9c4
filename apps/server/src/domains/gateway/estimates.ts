import { isAscii } from 'node:buffer';
import { QUOTE } from './json-marks.ts';
import { countTokens } from './tokenizer.ts';

/** No model reads more; images and documents in base64 would otherwise count as text. */
const MOST_INPUT = 1_000_000;
/** Vendors cut images down before a model sees them: none costs more. */
const MOST_OF_IMAGE = 6000;

/** The beginnings of JPEG, PNG, WebP and GIF in base64, which is a value's own or stands behind a data URL's comma. */
const imageStarts = ['/9j/', 'iVBORw0KGgo', 'UklGR', 'R0lGOD'];
/** Shorter ones cost as text no more than as images. */
const LEAST_OF_IMAGE = 16 * 1024;
/** More than stands before a data URL's comma. */
const MOST_OF_HEAD = 100;

/** Images in a body: how many, and their bytes. Each is so long that it covers one of the places where this looks. */
function imagesIn(body: Buffer): { count: number; bytes: number } {
  const found = { count: 0, bytes: 0 };
  for (let place = LEAST_OF_IMAGE; place < body.length; place += LEAST_OF_IMAGE) {
    const start = body.lastIndexOf(QUOTE, place - 1) + 1;
    const quote = body.indexOf(QUOTE, place);
    const end = quote < 0 ? body.length : quote;
    if (end - start < LEAST_OF_IMAGE) continue;
    const head = body.toString('latin1', start, start + MOST_OF_HEAD);
    const data = head.slice(head.indexOf(',') + 1);
    if (imageStarts.some((one) => data.startsWith(one))) {
      found.count++;
      found.bytes += end - start;
    }
    place += Math.floor((end - place) / LEAST_OF_IMAGE) * LEAST_OF_IMAGE;
  }
  return found;
}

/**
 * Input tokens of a request, more likely too many than too few: for budgets, which must hold. A third of the bytes of its JSON, half of
 * them where it is not all English or code; images by their number.
 */
export function conservativeInput(body: Buffer): number {
  const images = imagesIn(body);
  const text = Math.ceil((body.length - images.bytes) / (isAscii(body) ? 3 : 2));
  return Math.min(text, MOST_INPUT) + images.count * MOST_OF_IMAGE;
}

/** A first guess at the input tokens of a request, which stands only if the server dies before anybody tells better. */
export const guessInput = (bytes: number): number => Math.min(Math.ceil(bytes / 4), MOST_INPUT);

const MOST_READ = 2 * 1024 * 1024;
const binary = /[A-Za-z0-9+/=_-]{4000,}/g;
const USUAL_IMAGE = 1500;

/** The input tokens of a request by the tokenizer, for a call of which nobody told them. It takes milliseconds: not while anybody waits. */
export function countInput(body: Buffer): number {
  const read = body.subarray(0, MOST_READ).toString('utf8');
  const images = read.match(binary)?.length ?? 0;
  const tokens = countTokens(read.replace(binary, '')) + images * USUAL_IMAGE;
  return Math.min(Math.ceil(tokens * (body.length / Math.max(1, Math.min(body.length, MOST_READ)))), MOST_INPUT);
}
