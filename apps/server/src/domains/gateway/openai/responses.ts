import type { Protocol } from '../protocol.ts';
import { leastOf, readFields, requireModel } from '../read-request.ts';
import { Refusal } from '../refusal.ts';
import { withFields } from '../scan-fields.ts';
import { openaiBase } from './common.ts';
import { convertedRequest } from './convert.ts';
import { readResponses } from './read-responses.ts';

const wanted = new Set(['model', 'stream', 'max_output_tokens', 'background']);

/** OpenAI's Responses API; for a provider that has chat completions alone, turned into those and back. */
export const openaiResponses: Protocol = {
  ...openaiBase,
  readRequest(body) {
    const fields = readFields(body, wanted);
    if (fields.get('background') === true) {
      throw new Refusal(400, 'no_background', 'A background response could not be metered. Send the request without "background".');
    }
    return {
      model: requireModel(fields.get('model')),
      streamed: fields.get('stream') === true,
      maxOutput: leastOf(fields, ['max_output_tokens']),
      answers: 1,
      body,
      fields,
      action: '',
    };
  },
  prepare(request, key, changes) {
    if (!key.speaksResponses) return convertedRequest(request, key, changes);
    const { model, maxOutput } = changes;
    const edits = { ...(model !== request.model && { model }), ...(maxOutput !== null && { max_output_tokens: maxOutput }) };
    return { path: '/responses', body: withFields(request.body, edits), handle: readResponses };
  },
};
