// @ts-check
/** Anthropic Messages API. @typedef {import('./script.mjs').Turn} Turn */
import { chunks, textParts, toolCall, toolSteps, usageOf } from './script.mjs';

/** @param {any} body @returns {Turn[]} */
export function turns(body) {
  return (body.messages ?? []).flatMap((/** @type {any} */ m) => {
    const texts = textParts(m.content);
    if (m.role !== 'user') return [{ role: m.role, text: texts.join('\n') }];
    const results = Array.isArray(m.content) && m.content.some((/** @type {any} */ b) => b.type === 'tool_result');
    return [...(results ? [{ role: 'tool', text: '' }] : []), ...texts.map((text) => ({ role: 'user', text }))];
  });
}

/** @param {any} body */
export function tools(body) {
  return (body.tools ?? []).map((/** @type {any} */ t) => ({
    name: t.name,
    kind: 'function',
    properties: Object.keys(t.input_schema?.properties ?? {}),
  }));
}

/** @param {import('./script.mjs').Step} step @param {any} body @param {import('./ids.mjs').Ids} ids */
function message(step, body, ids) {
  const u = usageOf(step.usage);
  /** @type {any[]} */
  const content = [];
  if (step.thinking) content.push({ type: 'thinking', thinking: step.thinking, signature: 'ZmFrZQ==' });
  if (step.text) content.push({ type: 'text', text: step.text });
  for (const t of toolSteps(step)) {
    const call = toolCall(t, tools(body));
    content.push({ type: 'tool_use', id: `toolu_${ids.next()}`, name: call.name, input: call.input });
  }
  const stop = step.stopReason === 'length' ? 'max_tokens' : content.some((b) => b.type === 'tool_use') ? 'tool_use' : 'end_turn';
  return {
    id: `msg_${ids.answer()}`,
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage: {
      input_tokens: u.input,
      cache_creation_input_tokens: u.cacheWrite,
      cache_read_input_tokens: u.cacheRead,
      output_tokens: u.output,
      service_tier: 'standard',
    },
  };
}

/** @param {import('./script.mjs').Step} step @param {any} body @param {import('./ids.mjs').Ids} ids */
export const whole = message;

/** @param {import('./script.mjs').Step} step @param {any} body @param {import('./ids.mjs').Ids} ids @returns {Iterable<[string, any]>} */
export function* events(step, body, ids) {
  const m = message(step, body, ids);
  yield [
    'message_start',
    { type: 'message_start', message: { ...m, content: [], stop_reason: null, usage: { ...m.usage, output_tokens: 1 } } },
  ];
  yield ['ping', { type: 'ping' }];
  for (const [index, block] of m.content.entries()) {
    const empty =
      block.type === 'text'
        ? { type: 'text', text: '' }
        : block.type === 'thinking'
          ? { type: 'thinking', thinking: '', signature: '' }
          : { ...block, input: {} };
    yield ['content_block_start', { type: 'content_block_start', index, content_block: empty }];
    const deltas =
      block.type === 'text'
        ? chunks(block.text, step.chunkSize).map((text) => ({ type: 'text_delta', text }))
        : block.type === 'thinking'
          ? [
              ...chunks(block.thinking, step.chunkSize).map((thinking) => ({ type: 'thinking_delta', thinking })),
              { type: 'signature_delta', signature: block.signature },
            ]
          : chunks(JSON.stringify(block.input), step.chunkSize).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
    for (const delta of deltas) yield ['content_block_delta', { type: 'content_block_delta', index, delta }];
    yield ['content_block_stop', { type: 'content_block_stop', index }];
  }
  yield ['message_delta', { type: 'message_delta', delta: { stop_reason: m.stop_reason, stop_sequence: null }, usage: m.usage }];
  yield ['message_stop', { type: 'message_stop' }];
}

const TYPES = /** @type {Record<number, string>} */ ({
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
});

/** @param {{ status: number, type?: string, message?: string }} e @param {string} requestId */
export const error = (e, requestId) => ({
  type: 'error',
  error: { type: e.type ?? TYPES[e.status] ?? 'api_error', message: e.message ?? `fake error ${e.status}` },
  request_id: requestId,
});
