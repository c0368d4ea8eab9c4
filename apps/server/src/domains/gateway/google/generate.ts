import type { CallRequest, Protocol } from '../protocol.ts';
import { readFields, requireModel } from '../read-request.ts';
import { Refusal } from '../refusal.ts';
import { withFields } from '../scan-fields.ts';
import { isRecord } from '../untrusted.ts';
import { readGenerated } from './read-answer.ts';

/** Google's JSON takes either spelling. */
const configs = ['generationConfig', 'generation_config'] as const;
const limits = ['maxOutputTokens', 'max_output_tokens'] as const;
const counts = ['candidateCount', 'candidate_count'] as const;
const wanted = new Set<string>(configs);

const statusNames: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  413: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

const numberIn = (config: unknown, names: readonly string[]): number | null => {
  if (!isRecord(config)) return null;
  const given = names.map((name) => config[name]).filter((value): value is number => typeof value === 'number' && value >= 0);
  return given.length === 0 ? null : Math.floor(Math.min(...given));
};

function configOf(fields: CallRequest['fields']): { name: string; value: Record<string, unknown> } {
  const named = configs.filter((name) => fields.has(name));
  if (named.length > 1) throw new Refusal(400, 'ambiguous_request', 'The request names its generation config twice. Name it once.');
  const [name = configs[0]] = named;
  const value = fields.get(name);
  return { name, value: isRecord(value) ? value : {} };
}

function withLimit({ fields }: CallRequest, maxOutput: number): Record<string, unknown> {
  const { name, value } = configOf(fields);
  const others = Object.entries(value).filter(([key]) => !limits.includes(key as (typeof limits)[number]));
  return { [name]: { ...Object.fromEntries(others), maxOutputTokens: maxOutput } };
}

const metered = ['generateContent', 'streamGenerateContent'];
const free = ['countTokens'];

function readTarget(target: string, actions: string[]): { model: string; action: string } {
  const colon = target.lastIndexOf(':');
  const action = target.slice(colon + 1);
  if (colon <= 0 || !actions.includes(action)) {
    throw new Refusal(404, 'not_found', 'Open ACE has no such method. Use generateContent, streamGenerateContent or countTokens.');
  }
  return { model: requireModel(target.slice(0, colon)), action };
}

const base = {
  vendor: 'google',
  providers: ['google'],

  credentialOf(headers) {
    const key = headers['x-goog-api-key'];
    if (typeof key === 'string') return key;
    if (headers.authorization === undefined) return null;
    return /^Bearer (\S+)$/i.exec(headers.authorization)?.[1] ?? '';
  },

  formatRefusal: ({ status, message }) => ({ error: { code: status, message, status: statusNames[status] ?? 'INTERNAL' } }),
} satisfies Partial<Protocol>;

const pathOf = (model: string, action: string) => `/v1beta/models/${encodeURIComponent(model)}:${action}`;

/** Google's generateContent and streamGenerateContent: model and manner stand in the path. */
export const googleGenerate: Protocol = {
  ...base,
  readRequest(body, target) {
    const { model, action } = readTarget(target, metered);
    const fields = readFields(body, wanted);
    const { value } = configOf(fields);
    const streamed = action === 'streamGenerateContent';
    return { model, streamed, maxOutput: numberIn(value, limits), answers: numberIn(value, counts) || 1, body, fields, action };
  },
  prepare: (request, _key, { model, maxOutput }) => ({
    path: pathOf(model, request.action),
    body: withFields(request.body, maxOutput === null ? {} : withLimit(request, Math.max(1, Math.floor(maxOutput / request.answers)))),
    handle: readGenerated,
  }),
};

/** Counts a request's tokens. It costs nothing, so it stands in no ledger. */
export const googleCountTokens: Protocol = {
  ...base,
  isFree: true,
  readRequest(body, target) {
    const { model, action } = readTarget(target, free);
    return { model, streamed: false, maxOutput: 0, answers: 1, body, fields: new Map(), action };
  },
  prepare: (request, _key, { model }) => ({ path: pathOf(model, request.action), body: request.body, handle: readGenerated }),
};
