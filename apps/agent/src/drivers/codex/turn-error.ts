import type { SessionEvent } from '@open-ace/contracts/session-events';
import { oneLine, shortened } from '../../text.ts';
import { fields, number, parseLine, text } from '../stream-json/fields.ts';

/** What a person reads of an error of Codex: its words, without the addresses and ids that it adds for its own support. */
export function errorMessage(error: unknown): string {
  const { message, additionalDetails } = fields(error);
  const words = [text(message), text(additionalDetails)].map(plain).filter(Boolean);
  return shortened([...new Set(words)].join('\n') || 'The turn ended with an error.', 8000);
}

/** An error of the provider may come as the JSON that it answered. */
function plain(words: string): string {
  const json = words.trim().startsWith('{') ? parseLine(words) : null;
  const told = text(fields(json?.error).message) || words;
  return told.replace(/, url: \S+?(?=,|$)/g, '').replace(/, request id: \S+/g, '');
}

/** The provider's HTTP status, where Codex tells it. */
export function statusOf(error: unknown): number | null {
  const info = fields(fields(error).codexErrorInfo);
  const [detail] = Object.values(info);
  return number(fields(detail).httpStatusCode);
}

export function retryNotice(error: unknown): SessionEvent {
  const status = statusOf(error);
  const { message, additionalDetails } = fields(error);
  const [attempt = ''] = /\d+\/\d+$/.exec(text(message)) ?? [];
  const why = oneLine(plain(text(additionalDetails)), 500) || 'The connection to the provider was lost';
  const what = status === null ? why : `The provider answered ${status}`;
  const which = attempt === '' ? '' : `, attempt ${attempt.replace('/', ' of ')}`;
  return { type: 'notice', reason: 'retrying', text: `${what}; trying again${which}.`, retryInMs: null };
}
