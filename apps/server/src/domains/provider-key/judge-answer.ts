import { z } from 'zod';

export interface Answer {
  status: number;
  /** The beginning of its body. */
  text: string;
}

export interface Judgement {
  outcome: 'ok' | 'failed';
  message: string;
}

const failed = (message: string): Judgement => ({ outcome: 'failed', message });

const ErrorBody = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The provider's own words, short, on one line, with nothing in them that could be a key. */
function wordsOf(text: string): string {
  const body = ErrorBody.safeParse(json(text));
  if (!body.success) return '';
  const { error } = body.data;
  const words = (typeof error === 'string' ? error : error.message)
    .replace(/[^\p{L}\p{N}\p{P}\p{Zs}]+/gu, ' ')
    .replace(/\S{20,}/g, '…')
    .trim();
  return words.length > 160 ? `${words.slice(0, 160)}…` : words;
}

const isRefusal = ({ status, text }: Answer) => status === 401 || status === 403 || (status === 400 && /api[ _-]?key/i.test(wordsOf(text)));

/** A list of models, or a message: anything else is some other server's page. */
const looksRight = (text: string) => {
  const body = json(text);
  return typeof body === 'object' && body !== null && ['data', 'models', 'content', 'choices', 'candidates'].some((key) => key in body);
};

/** Whether the provider has no list of models, so that a message must be tried. */
export const listsNoModels = ({ status }: Answer) => status === 404 || status === 405 || status === 501;

/** What an answer says about the key, for a person who must do something about it. */
export function judgeAnswer(answer: Answer, vendor: string, usualBaseUrl: string): Judgement {
  const { status, text } = answer;
  const wrongUrl = `The base URL is probably wrong; the usual one is ${usualBaseUrl}.`;
  const said = wordsOf(text) && `: ${wordsOf(text)}`;
  if (status >= 200 && status < 300) {
    return looksRight(text) ? { outcome: 'ok', message: `${vendor} took the key.` } : failed(`Something else answers there. ${wrongUrl}`);
  }
  if (status >= 300 && status < 400) return failed(`The address redirects elsewhere, which is not followed. ${wrongUrl}`);
  if (isRefusal(answer)) return failed(`${vendor} refused the key (${status}). Make a new one there and put it here.`);
  // A provider that knows the key but not the model of our question has taken the key.
  if ([400, 404, 422].includes(status) && /\bmodel\b/i.test(wordsOf(text))) return { outcome: 'ok', message: `${vendor} took the key.` };
  if (status === 404 || status === 405) return failed(`There is nothing at this address (${status}). ${wrongUrl}`);
  if (status === 429) return failed(`${vendor} took the key but limits it now (429)${said}`);
  if (status >= 500) return failed(`${vendor} has trouble of its own (${status})${said}. Try again later.`);
  return failed(`${vendor} answered ${status}${said}`);
}
