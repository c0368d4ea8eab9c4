import type { CallRequest, Protocol } from '../protocol.ts';
import { leastOf, readFields, requireModel } from '../read-request.ts';
import { Refusal } from '../refusal.ts';
import { withFields } from '../scan-fields.ts';
import { isRecord } from '../untrusted.ts';
import { typeOfStatus } from './error-types.ts';
import { readMessages } from './read-answer.ts';

const wanted = new Set(['model', 'stream', 'max_tokens', 'thinking']);

/** Thinking has a budget of its own, which the provider wants to lie below `max_tokens`. */
function leavesRoom({ fields }: CallRequest, maxOutput: number): boolean {
  const thinking = fields.get('thinking');
  return !isRecord(thinking) || typeof thinking.budget_tokens !== 'number' || thinking.budget_tokens < maxOutput;
}

/** A stream could be ended where the budget is; an answer in one piece could not. */
const noRoomToThink = (left: number) =>
  new Refusal(
    429,
    'budget_reached',
    `A budget leaves ${left} tokens for this answer, less than its thinking may take. Lower thinking.budget_tokens, stream the answer, or ask an administrator to raise the budget under Manage, Budgets.`,
    { 'x-should-retry': 'false' },
  );

/** What both doors of Anthropic's have in common. */
const base = {
  vendor: 'anthropic',
  providers: ['anthropic'],

  credentialOf(headers) {
    if (headers.authorization !== undefined) return /^Bearer (\S+)$/i.exec(headers.authorization)?.[1] ?? '';
    const key = headers['x-api-key'];
    return typeof key === 'string' ? key : null;
  },

  readRequest(body) {
    const fields = readFields(body, wanted);
    return {
      model: requireModel(fields.get('model')),
      streamed: fields.get('stream') === true,
      maxOutput: leastOf(fields, ['max_tokens']),
      answers: 1,
      body,
      fields,
      action: '',
    };
  },

  formatRefusal: ({ status, message }, requestId) => ({
    type: 'error',
    error: { type: typeOfStatus[status] ?? 'api_error', message },
    request_id: requestId,
  }),
} satisfies Partial<Protocol>;

/** Anthropic's Messages API. */
export const anthropicMessages: Protocol = {
  ...base,
  prepare(request, _key, { model, maxOutput }) {
    if (maxOutput !== null && !request.streamed && !leavesRoom(request, maxOutput)) throw noRoomToThink(maxOutput);
    const edits = {
      ...(model !== request.model && { model }),
      ...(maxOutput !== null && leavesRoom(request, maxOutput) && { max_tokens: maxOutput }),
    };
    return { path: '/v1/messages', body: withFields(request.body, edits), handle: readMessages };
  },
};

/** Counts a request's tokens. It costs nothing, so it stands in no ledger. */
export const anthropicCountTokens: Protocol = {
  ...base,
  isFree: true,
  prepare: (request, _key, { model }) => ({
    path: '/v1/messages/count_tokens',
    body: withFields(request.body, model === request.model ? {} : { model }),
    handle: readMessages,
  }),
};
