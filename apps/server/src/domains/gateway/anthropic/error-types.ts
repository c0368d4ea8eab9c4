import { isRecord } from '../untrusted.ts';

/** docs.anthropic.com, "Errors", by the status of an answer. */
export const typeOfStatus: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

const known = new Set(Object.values(typeOfStatus));

/** The type of an error that the provider reported, if it is one that the vendor documents: any other text could hold anything. */
export const errorTypeOf = (error: unknown): string =>
  isRecord(error) && typeof error.type === 'string' && known.has(error.type) ? error.type : '';
