import { isRecord, shortText, tokenCount } from '../../untrusted.ts';
import type { ChatConversion } from './chat-request.ts';

type Json = Record<string, unknown>;

/** What stands where a provider leaves it out. */
export interface ResponseIds {
  /** An id that no other response has. */
  fallback: string;
  /** Seconds since 1970. */
  now: number;
}

/** What the beginning of an answer tells. */
export interface ResponseHead {
  id: string;
  /** The part of the items' ids that says whose they are. */
  itemBase: string;
  createdAt: number;
  model: string;
}

/** How an answer ended. */
export type Ending =
  | { status: 'completed' }
  | { status: 'incomplete'; reason: 'max_output_tokens' | 'content_filter' }
  | { status: 'failed'; error: ResponseError };

export interface ResponseError {
  code: string;
  message: string;
}

/** With its prefix and number the vendor takes an item's id back only up to 64 characters. */
const LONGEST_BASE = 40;
const LONGEST_MESSAGE = 2000;

export const failedBecause = (message: string): Ending => ({ status: 'failed', error: { code: 'server_error', message } });

/** A response's id for that of a completion. */
const responseId = (id: string): string => `resp_${id}`;

export function headOf(answer: Json, { body }: ChatConversion, { fallback, now }: ResponseIds): ResponseHead {
  const id = shortText(answer.id).replace(/[^\w.-]/g, '_') || fallback;
  return {
    id: responseId(id),
    itemBase: id.slice(-LONGEST_BASE),
    createdAt: tokenCount(answer.created) ?? now,
    model: shortText(answer.model) || shortText(body.model),
  };
}

export const itemId = (prefix: string, { itemBase }: ResponseHead, index: number): string => `${prefix}_${itemBase}_${index}`;

/** A whole Response object. */
export function responseFrame(head: ResponseHead, { echo }: ChatConversion, rest: Json): Json {
  return {
    id: head.id,
    object: 'response',
    created_at: head.createdAt,
    error: null,
    incomplete_details: null,
    model: head.model,
    ...echo,
    ...rest,
  };
}

export function endingFields(ending: Ending): Json {
  const { status } = ending;
  if (status === 'incomplete') return { status, incomplete_details: { reason: ending.reason } };
  return status === 'failed' ? { status, error: ending.error } : { status };
}

const endings = new Map<unknown, Ending>([
  ...['length', 'max_tokens', 'model_length'].map((word) => [word, { status: 'incomplete', reason: 'max_output_tokens' }] as const),
  ...['content_filter', 'sensitive'].map((word) => [word, { status: 'incomplete', reason: 'content_filter' }] as const),
  ...['error', 'network_error', 'insufficient_system_resource'].map(
    (word) => [word, failedBecause(`The provider broke off its answer: ${word}.`)] as const,
  ),
]);

/** What a finish reason means. Providers have many words for a good end. */
export const endingOf = (finishReason: unknown): Ending => endings.get(finishReason) ?? { status: 'completed' };

const codesOfStatus: Record<number, string> = { 400: 'invalid_prompt', 429: 'rate_limit_exceeded' };

/** Clients decide by the code whether to try again. Some providers give a status for one. */
function codeOf({ code, type }: Json): string {
  const ofStatus = typeof code === 'number' ? codesOfStatus[code] : undefined;
  return shortText(code) || ofStatus || shortText(type) || 'server_error';
}

/** The error that an answer reports instead of going on; null for none. */
export function errorOf(answer: Json): Ending | null {
  const { error } = answer;
  const told = isRecord(error) ? error : answer.object === 'error' ? answer : null;
  if (told === null && typeof error !== 'string') return null;
  const message = shortText(told === null ? error : told.message, LONGEST_MESSAGE);
  return {
    status: 'failed',
    error: { code: told === null ? 'server_error' : codeOf(told), message: message || 'The provider reported an error.' },
  };
}
