import type { Protocol } from '../protocol.ts';
import { scanFields } from '../scan-fields.ts';
import { shortText } from '../untrusted.ts';
import { bodyMeter } from './body-meter.ts';
import { typeOfStatus } from './error-types.ts';
import { streamMeter } from './stream-meter.ts';

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
    error: { type: typeOfStatus[status] ?? 'api_error', message },
    request_id: requestId,
  }),
};
