import type { Protocol } from '../protocol.ts';
import { scanFields } from '../scan-fields.ts';
import { shortText } from '../untrusted.ts';
import { bodyMeter } from './body-meter.ts';
import { streamMeter } from './stream-meter.ts';

/** docs.anthropic.com, "Errors". */
const errorTypes: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
};

const wanted = new Set(['model', 'stream']);

/** Anthropic's Messages API. */
export const anthropicMessages: Protocol = {
  provider: 'anthropic',
  upstreamPath: '/v1/messages',

  credentialOf(headers) {
    if (headers.authorization !== undefined) return /^Bearer (\S+)$/i.exec(headers.authorization)?.[1] ?? '';
    const key = headers['x-api-key'];
    return typeof key === 'string' ? key : null;
  },

  keyHeaders: (secret) => ['x-api-key', secret],

  readRequest(body) {
    const fields = scanFields(body, wanted);
    return { model: shortText(fields.get('model')), streamed: fields.get('stream') === true };
  },

  meter: (status, contentType) => (status < 300 && /^text\/event-stream\b/i.test(contentType) ? streamMeter() : bodyMeter(status)),

  formatRefusal: ({ status, message }, requestId) => ({
    type: 'error',
    error: { type: errorTypes[status] ?? 'api_error', message },
    request_id: requestId,
  }),
};
