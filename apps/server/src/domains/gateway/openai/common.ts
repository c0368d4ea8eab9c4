import type { Protocol } from '../protocol.ts';
import { isRecord } from '../untrusted.ts';

/** platform.openai.com, "Error codes", by the status of an answer. */
const typeOfStatus: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'invalid_request_error',
  413: 'invalid_request_error',
  429: 'rate_limit_error',
};

const known = new Set([
  ...Object.values(typeOfStatus),
  'server_error',
  'api_error',
  'insufficient_quota',
  'insufficient_permissions',
  'overloaded_error',
  'tokens',
  'requests',
  'rate_limit_exceeded',
  'context_length_exceeded',
  'model_not_found',
  'invalid_api_key',
]);

/** The type or code of an error that the provider reported, if it is one that the vendor documents: any other text could hold anything. */
export function errorTypeOf(error: unknown): string {
  if (!isRecord(error)) return '';
  const words = [error.code, error.type].filter((word): word is string => typeof word === 'string' && known.has(word));
  return words[0] ?? '';
}

/** What all doors of OpenAI's have in common. */
export const openaiBase = {
  vendor: 'openai',
  providers: ['openai', 'openai-compatible'],

  credentialOf(headers) {
    if (headers.authorization !== undefined) return /^Bearer (\S+)$/i.exec(headers.authorization)?.[1] ?? '';
    const key = headers['x-api-key'] ?? headers['api-key'];
    return typeof key === 'string' ? key : null;
  },

  formatRefusal({ status, message, reason }) {
    const isBudget = reason === 'budget_reached';
    const type = isBudget ? 'insufficient_quota' : (typeOfStatus[status] ?? 'server_error');
    return { error: { message, type, param: null, code: isBudget ? 'insufficient_quota' : reason } };
  },
} satisfies Partial<Protocol>;
