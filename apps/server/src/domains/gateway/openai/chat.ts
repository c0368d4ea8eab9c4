import type { UsableKey } from '#domains/provider-key';
import type { CallRequest, Changes, Protocol, UpstreamRequest } from '../protocol.ts';
import { leastOf, readFields, requireModel } from '../read-request.ts';
import { withFields } from '../scan-fields.ts';
import { isRecord } from '../untrusted.ts';
import { wholeEvents } from '../whole-events.ts';
import { openaiBase } from './common.ts';
import { isUsageChunk } from './hide-usage.ts';
import { readChat } from './read-chat.ts';

const limits = ['max_tokens', 'max_completion_tokens'] as const;
const wanted = new Set(['model', 'stream', 'stream_options', 'n', ...limits]);

/** Keys whose provider does not know `stream_options`; it said so once. */
const withoutOptions = new Set<string>();

export const knowsStreamOptions = ({ id }: Pick<UsableKey, 'id'>): boolean => !withoutOptions.has(id);

/** Whether an answer says that its provider does not know them. */
export function refusesStreamOptions({ id }: Pick<UsableKey, 'id'>, answer: string): boolean {
  if (!answer.includes('stream_options')) return false;
  withoutOptions.add(id);
  return true;
}

/** OpenAI's own models want the newer name; what is compatible with it mostly knows the older. */
export const chatLimitName = ({ provider }: Pick<UsableKey, 'provider'>) =>
  provider === 'openai' ? 'max_completion_tokens' : 'max_tokens';

/** The limit in every field that names one, or in the usual one. */
function limitEdits({ fields, answers }: CallRequest, key: UsableKey, maxOutput: number): Record<string, number> {
  const named = limits.filter((name) => typeof fields.get(name) === 'number');
  const each = Math.max(1, Math.floor(maxOutput / answers));
  return Object.fromEntries((named.length > 0 ? named : [chatLimitName(key)]).map((name) => [name, each]));
}

function asksForUsage(options: unknown): boolean {
  return isRecord(options) && options.include_usage === true;
}

function prepareChat(request: CallRequest, key: UsableKey, changes: Changes, mayAsk = true): UpstreamRequest {
  const { fields, streamed, model, body } = request;
  const options = fields.get('stream_options');
  const weAsk = mayAsk && streamed && !asksForUsage(options) && knowsStreamOptions(key);
  const edits = {
    ...(changes.model !== model && { model: changes.model }),
    ...(changes.maxOutput !== null && limitEdits(request, key, changes.maxOutput)),
    ...(weAsk && { stream_options: { ...(isRecord(options) && options), include_usage: true } }),
  };
  const upstream: UpstreamRequest = {
    path: '/chat/completions',
    body: withFields(body, edits),
    handle(status, contentType) {
      const handling = readChat(status, contentType);
      return weAsk && handling.cut ? { ...handling, filter: wholeEvents(isUsageChunk) } : handling;
    },
  };
  if (!weAsk) return upstream;
  const plain = (answer: string) => (refusesStreamOptions(key, answer) ? prepareChat(request, key, changes, false) : null);
  return { ...upstream, plain };
}

/** OpenAI's Chat Completions API, and what is compatible with it. */
export const openaiChat: Protocol = {
  ...openaiBase,
  readRequest(body) {
    const fields = readFields(body, wanted);
    const answers = fields.get('n');
    return {
      model: requireModel(fields.get('model')),
      streamed: fields.get('stream') === true,
      maxOutput: leastOf(fields, limits),
      answers: typeof answers === 'number' && answers > 1 ? Math.floor(answers) : 1,
      body,
      fields,
      action: '',
    };
  },
  prepare: (request, key, changes) => prepareChat(request, key, changes),
};
