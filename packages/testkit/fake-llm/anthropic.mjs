// @ts-check
/** Anthropic Messages API. @typedef {import('./script.mjs').Turn} Turn @typedef {import('./play.mjs').Answer} Answer */
import { chunks, textParts, toolCall, toolSteps } from './script.mjs';
import { beforeLastDelta, usageReports } from './usage-reports.mjs';

const maximum = (/** @type {any} */ body) => body.max_tokens;

/** @param {any} body @returns {Turn[]} */
function turns(body) {
  return (body.messages ?? []).flatMap((/** @type {any} */ m) => {
    const texts = textParts(m.content);
    if (m.role !== 'user') return [{ role: m.role, text: texts.join('\n') }];
    const results = Array.isArray(m.content) && m.content.some((/** @type {any} */ b) => b.type === 'tool_result');
    return [...(results ? [{ role: 'tool', text: '' }] : []), ...texts.map((text) => ({ role: 'user', text }))];
  });
}

/** @param {any} body */
function tools(body) {
  return (body.tools ?? []).map((/** @type {any} */ t) => ({
    name: t.name,
    kind: 'function',
    properties: Object.keys(t.input_schema?.properties ?? {}),
  }));
}

/** @param {Answer} answer */
function message({ step, body, ids, id, model, usage }) {
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
    id,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage: {
      input_tokens: usage.input,
      cache_creation_input_tokens: usage.cacheWrite,
      cache_read_input_tokens: usage.cacheRead,
      output_tokens: usage.output,
      service_tier: 'standard',
    },
  };
}

/** @param {Answer} answer */
function whole(answer) {
  const { usage, ...rest } = message(answer);
  return answer.step.noUsage ? rest : { ...rest, usage };
}

/** @typedef {[string, any]} Event */

/** @param {any} block @param {number} [chunkSize] */
function deltasOf(block, chunkSize) {
  if (block.type === 'text') return chunks(block.text, chunkSize).map((text) => ({ type: 'text_delta', text }));
  if (block.type === 'tool_use') {
    return chunks(JSON.stringify(block.input), chunkSize).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  }
  return [
    ...chunks(block.thinking, chunkSize).map((thinking) => ({ type: 'thinking_delta', thinking })),
    { type: 'signature_delta', signature: block.signature },
  ];
}

const EMPTY = /** @type {Record<string, any>} */ ({
  text: { text: '' },
  thinking: { thinking: '', signature: '' },
  tool_use: { input: {} },
});

/** @param {any[]} content @param {number} [chunkSize] @returns {Iterable<Event>} */
function* blocks(content, chunkSize) {
  for (const [index, block] of content.entries()) {
    yield ['content_block_start', { type: 'content_block_start', index, content_block: { ...block, ...EMPTY[block.type] } }];
    for (const delta of deltasOf(block, chunkSize)) yield ['content_block_delta', { type: 'content_block_delta', index, delta }];
    yield ['content_block_stop', { type: 'content_block_stop', index }];
  }
}

/** @param {string | null} stop_reason @param {object} [usage] @returns {Event} */
const messageDelta = (stop_reason, usage) => [
  'message_delta',
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, ...(usage ? { usage } : {}) },
];

/** @param {Answer} answer @returns {Iterable<Event>} */
function* events(answer) {
  const { step } = answer;
  const { usage, ...m } = message(answer);
  const { early, late } = usageReports(step);
  const atStart = step.noUsage ? {} : { usage: { ...usage, output_tokens: 1 } };
  yield ['message_start', { type: 'message_start', message: { ...m, content: [], stop_reason: null, ...atStart } }];
  yield ['ping', { type: 'ping' }];
  yield* beforeLastDelta(blocks(m.content, step.chunkSize), ([name]) => name === 'content_block_delta', early, messageDelta(null, usage));
  // Only here is told why it stopped, so one comes in any case.
  if (late === 0) yield messageDelta(m.stop_reason);
  for (let n = 0; n < late; n++) yield messageDelta(m.stop_reason, usage);
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
const error = (e, requestId) => ({
  type: 'error',
  error: { type: e.type ?? TYPES[e.status] ?? 'api_error', message: e.message ?? `fake error ${e.status}` },
  request_id: requestId,
});

/** @type {import('./play.mjs').Api} */
export const anthropic = { prefix: 'msg_', maximum, turns, tools, whole, events, error };
