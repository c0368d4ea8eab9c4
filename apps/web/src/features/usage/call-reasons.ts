import type { TFunction } from 'i18next';

/** What one can say of a call in words; providers have many names for the same thing. */
const reasons = [
  'budget_reached',
  'client_closed',
  'client_stalled',
  'key_refused',
  'no_answer',
  'no_credit',
  'no_usage',
  'not_accepted',
  'not_found',
  'not_made',
  'not_understood',
  'overloaded',
  'provider_cut',
  'provider_fault',
  'provider_packed',
  'provider_redirected',
  'provider_timeout',
  'provider_unreachable',
  'server_ended',
  'server_stopped',
  'too_long',
  'too_many',
] as const;
type Reason = (typeof reasons)[number];

const otherNames: Record<string, Reason> = {
  provider_key_refused: 'key_refused',
  unreachable: 'provider_unreachable',
  // Anthropic's types of errors.
  api_error: 'provider_fault',
  authentication_error: 'key_refused',
  billing_error: 'no_credit',
  invalid_request_error: 'not_accepted',
  not_found_error: 'not_found',
  overloaded_error: 'overloaded',
  permission_error: 'key_refused',
  rate_limit_error: 'too_many',
  request_too_large: 'too_long',
  timeout_error: 'provider_timeout',
  // OpenAI's types and codes.
  context_length_exceeded: 'too_long',
  insufficient_quota: 'no_credit',
  invalid_api_key: 'key_refused',
  model_not_found: 'not_found',
  rate_limit_exceeded: 'too_many',
  server_error: 'provider_fault',
  // Google's statuses.
  DEADLINE_EXCEEDED: 'provider_timeout',
  INTERNAL: 'provider_fault',
  INVALID_ARGUMENT: 'not_accepted',
  NOT_FOUND: 'not_found',
  PERMISSION_DENIED: 'key_refused',
  RESOURCE_EXHAUSTED: 'too_many',
  UNAUTHENTICATED: 'key_refused',
  UNAVAILABLE: 'overloaded',
};

const ofStatus: Record<number, Reason> = {
  400: 'not_accepted',
  401: 'key_refused',
  402: 'no_credit',
  403: 'key_refused',
  404: 'not_found',
  408: 'provider_timeout',
  413: 'too_long',
  422: 'not_accepted',
  429: 'too_many',
  503: 'overloaded',
  504: 'provider_timeout',
  529: 'overloaded',
};

const isReason = (code: string): code is Reason => reasons.some((reason) => reason === code);

type Read =
  | { kind: 'known'; reason: Reason }
  | { kind: 'status'; status: number }
  | { kind: 'code'; code: string }
  | { kind: 'text'; text: string };

/** What the ledger says went wrong: our own word, the provider's, an HTTP status, or somebody's sentence. */
export function readReason(error: string): Read {
  if (isReason(error)) return { kind: 'known', reason: error };
  const named = Object.hasOwn(otherNames, error) ? otherNames[error] : undefined;
  if (named) return { kind: 'known', reason: named };
  const [, digits] = /^http_(\d{3})$/.exec(error) ?? [];
  if (digits !== undefined) {
    const status = Number(digits);
    const known = ofStatus[status] ?? (status >= 500 ? 'provider_fault' : undefined);
    return known ? { kind: 'known', reason: known } : { kind: 'status', status };
  }
  return /^[\w.-]+$/.test(error) ? { kind: 'code', code: error } : { kind: 'text', text: error };
}

/** The same in words for a person; somebody's sentence stands as it is. */
export function reasonWords(error: string, t: TFunction): string {
  const read = readReason(error);
  switch (read.kind) {
    case 'known':
      return t(`usage.reason.${read.reason}`);
    case 'status':
      return t('usage.reason.status', { status: read.status });
    case 'code':
      return t('usage.reason.other', { code: read.code });
    case 'text':
      return read.text;
  }
}
