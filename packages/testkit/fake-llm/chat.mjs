// @ts-check
/** OpenAI Chat Completions API. @typedef {import('./script.mjs').Turn} Turn @typedef {import('./play.mjs').Answer} Answer */
import { chunks, textParts, toolCall, toolSteps } from './script.mjs';
import { beforeLastDelta, usageReports } from './usage-reports.mjs';

const maximum = (/** @type {any} */ body) => body.max_completion_tokens ?? body.max_tokens;

/** @param {any} body @returns {Turn[]} */
function turns(body) {
  return (body.messages ?? []).flatMap((/** @type {any} */ m) => {
    const texts = textParts(m.content);
    if (m.role === 'user') return texts.map((text) => ({ role: 'user', text }));
    return [{ role: m.role === 'developer' ? 'system' : m.role, text: texts.join('\n') }];
  });
}

/** @param {any} body */
function tools(body) {
  return (body.tools ?? [])
    .filter((/** @type {any} */ t) => t.function)
    .map((/** @type {any} */ t) => ({
      name: t.function.name,
      kind: 'function',
      properties: Object.keys(t.function.parameters?.properties ?? {}),
    }));
}

/** @param {Answer} answer */
function parts({ step, body, ids, usage: u }) {
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

/** @param {Answer} answer */
function whole(answer) {
  const { step, id, model } = answer;
  const { calls, usage, finish } = parts(answer);
  const message = {
    role: 'assistant',
    content: step.text ?? null,
    ...(step.thinking ? { reasoning_content: step.thinking } : {}),
    ...(calls.length ? { tool_calls: calls.map(({ index, ...c }) => c) } : {}),
  };
  return {
    id,
    object: 'chat.completion',
    created: 1700000000,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    ...(step.noUsage ? {} : { usage }),
  };
}

/** @param {import('./script.mjs').Step} step @param {ReturnType<typeof parts>['calls']} calls @returns {Iterable<any>} */
function* deltas(step, calls) {
  yield { role: 'assistant', content: '' };
  for (const reasoning_content of chunks(step.thinking ?? '', step.chunkSize)) yield { reasoning_content };
  for (const content of chunks(step.text ?? '', step.chunkSize)) yield { content };
  for (const call of calls) {
    yield { tool_calls: [{ ...call, function: { name: call.function.name, arguments: '' } }] };
    for (const piece of chunks(call.function.arguments, step.chunkSize))
      yield { tool_calls: [{ index: call.index, function: { arguments: piece } }] };
  }
}

/** @param {Answer} answer @returns {Iterable<[null, any]>} */
function* events(answer) {
  const { step, body, id, model } = answer;
  const { calls, usage, finish } = parts(answer);
  const base = { id, object: 'chat.completion.chunk', created: 1700000000, model };
  /** @param {any} delta @param {string | null} [finish_reason] */
  const chunk = (delta, finish_reason = null) => ({ ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason }] });
  const report = { ...base, choices: [], usage };
  const { early, late } = body.stream_options?.include_usage ? usageReports(step) : { early: 0, late: 0 };
  for (const delta of beforeLastDelta(deltas(step, calls), () => true, early, report))
    yield [null, delta === report ? report : chunk(delta)];
  yield [null, chunk({}, finish)];
  for (let n = 0; n < late; n++) yield [null, report];
}

const TYPES = /** @type {Record<number, string>} */ ({
  400: 'invalid_request_error',
  401: 'invalid_request_error',
  403: 'insufficient_permissions',
  404: 'invalid_request_error',
  429: 'rate_limit_error',
});
const CODES = /** @type {Record<number, string>} */ ({ 401: 'invalid_api_key', 404: 'model_not_found', 429: 'rate_limit_exceeded' });

/** @param {import('./server.d.mts').ErrorStep} e */
const error = (e) => ({
  error: {
    message: e.message ?? `fake error ${e.status}`,
    type: e.type ?? TYPES[e.status] ?? 'server_error',
    param: e.param ?? null,
    code: e.code === undefined ? (CODES[e.status] ?? null) : e.code,
  },
});

/** @type {import('./play.mjs').Api} */
export const chat = { prefix: 'chatcmpl-', maximum, turns, tools, whole, events, error };
