// @ts-check
/** OpenAI Chat Completions API. @typedef {import('./script.mjs').Turn} Turn */
import { chunks, textParts, toolCall, toolSteps, usageOf } from './script.mjs';

/** @param {any} body @returns {Turn[]} */
export function turns(body) {
  return (body.messages ?? []).flatMap((/** @type {any} */ m) => {
    const texts = textParts(m.content);
    if (m.role === 'user') return texts.map((text) => ({ role: 'user', text }));
    return [{ role: m.role === 'developer' ? 'system' : m.role, text: texts.join('\n') }];
  });
}

/** @param {any} body */
export function tools(body) {
  return (body.tools ?? [])
    .filter((/** @type {any} */ t) => t.function)
    .map((/** @type {any} */ t) => ({
      name: t.function.name,
      kind: 'function',
      properties: Object.keys(t.function.parameters?.properties ?? {}),
    }));
}

/** @param {import('./script.mjs').Step} step @param {any} body @param {import('./ids.mjs').Ids} ids */
function parts(step, body, ids) {
  const u = usageOf(step.usage);
  const calls = toolSteps(step).map((t, index) => {
    const call = toolCall(t, tools(body));
    return { index, id: `call_${ids.next()}`, type: 'function', function: { name: call.name, arguments: JSON.stringify(call.input) } };
  });
  const input = u.input + u.cacheRead + u.cacheWrite; // here cached tokens are part of prompt_tokens
  const usage = {
    prompt_tokens: input,
    completion_tokens: u.output,
    total_tokens: input + u.output,
    prompt_tokens_details: { cached_tokens: u.cacheRead },
    completion_tokens_details: { reasoning_tokens: u.reasoning },
  };
  return { calls, usage, finish: step.stopReason === 'length' ? 'length' : calls.length ? 'tool_calls' : 'stop' };
}

/** @param {import('./script.mjs').Step} step @param {any} body @param {import('./ids.mjs').Ids} ids */
export function whole(step, body, ids) {
  const { calls, usage, finish } = parts(step, body, ids);
  const message = {
    role: 'assistant',
    content: step.text ?? null,
    ...(step.thinking ? { reasoning_content: step.thinking } : {}),
    ...(calls.length ? { tool_calls: calls.map(({ index, ...c }) => c) } : {}),
  };
  return {
    id: `chatcmpl-${ids.answer()}`,
    object: 'chat.completion',
    created: 1700000000,
    model: body.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    usage,
  };
}

/** @param {import('./script.mjs').Step} step @param {any} body @param {import('./ids.mjs').Ids} ids @returns {Iterable<[null, any]>} */
export function* events(step, body, ids) {
  const { calls, usage, finish } = parts(step, body, ids);
  const base = { id: `chatcmpl-${ids.answer()}`, object: 'chat.completion.chunk', created: 1700000000, model: body.model };
  /** @param {any} delta @param {string | null} [finish_reason] @returns {[null, any]} */
  const chunk = (delta, finish_reason = null) => [null, { ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason }] }];
  yield chunk({ role: 'assistant', content: '' });
  for (const reasoning_content of chunks(step.thinking ?? '', step.chunkSize)) yield chunk({ reasoning_content });
  for (const content of chunks(step.text ?? '', step.chunkSize)) yield chunk({ content });
  for (const call of calls) {
    yield chunk({ tool_calls: [{ ...call, function: { name: call.function.name, arguments: '' } }] });
    for (const piece of chunks(call.function.arguments, step.chunkSize))
      yield chunk({ tool_calls: [{ index: call.index, function: { arguments: piece } }] });
  }
  yield chunk({}, finish);
  if (body.stream_options?.include_usage) yield [null, { ...base, choices: [], usage }];
}

const TYPES = /** @type {Record<number, string>} */ ({
  400: 'invalid_request_error',
  401: 'invalid_request_error',
  403: 'insufficient_permissions',
  429: 'rate_limit_error',
});
const CODES = /** @type {Record<number, string>} */ ({ 401: 'invalid_api_key', 404: 'model_not_found', 429: 'rate_limit_exceeded' });

/** @param {{ status: number, type?: string, message?: string }} e */
export const error = (e) => ({
  error: {
    message: e.message ?? `fake error ${e.status}`,
    type: e.type ?? TYPES[e.status] ?? 'server_error',
    param: null,
    code: CODES[e.status] ?? null,
  },
});
