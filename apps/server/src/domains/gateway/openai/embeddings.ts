import type { Protocol } from '../protocol.ts';
import { readFields, requireModel } from '../read-request.ts';
import { type BodyReader, wholeAnswer } from '../reading.ts';
import { withFields } from '../scan-fields.ts';
import { isRecord, shortText } from '../untrusted.ts';
import { errorTypeOf, openaiBase } from './common.ts';
import { tellEmbeddingUsage } from './usage.ts';

const wanted = new Set(['model']);

const reader: BodyReader = {
  message(body, reading) {
    if (!isRecord(body)) return;
    reading.model = shortText(body.model);
    if (isRecord(body.usage)) tellEmbeddingUsage(reading, body.usage);
  },
  errorTypeOf,
};

/** OpenAI's Embeddings API: input alone, and an answer whose size says nothing about its cost. */
export const openaiEmbeddings: Protocol = {
  ...openaiBase,
  readRequest(body) {
    const fields = readFields(body, wanted);
    return { model: requireModel(fields.get('model')), streamed: false, maxOutput: 0, answers: 1, body, fields, action: '' };
  },
  prepare: (request, _key, { model }) => ({
    path: '/embeddings',
    body: withFields(request.body, model === request.model ? {} : { model }),
    handle: (status) => wholeAnswer(status, reader),
  }),
};
