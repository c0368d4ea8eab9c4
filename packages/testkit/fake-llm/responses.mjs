// @ts-check
/** OpenAI Responses API. @typedef {import('./script.mjs').Turn} Turn @typedef {import('./play.mjs').Answer} Answer */
import { chat } from './chat.mjs';
import { chunks, textParts, toolCall, toolSteps } from './script.mjs';
import { beforeLastDelta, usageReports } from './usage-reports.mjs';

const maximum = (/** @type {any} */ body) => body.max_output_tokens;

/** @param {any} body @returns {Turn[]} */
function turns(body) {
  if (typeof body.input === 'string') return [{ role: 'user', text: body.input }];
  return (body.input ?? []).flatMap((/** @type {any} */ item) => {
    const type = item.type ?? 'message';
    if (type.endsWith('_output')) return [{ role: 'tool', text: '' }];
    if (type !== 'message') return [{ role: 'assistant', text: '' }]; // reasoning, function_call, custom_tool_call, ...
    const texts = textParts(item.content);
    if (item.role === 'user') return texts.map((text) => ({ role: 'user', text }));
    return [{ role: item.role === 'developer' ? 'system' : item.role, text: texts.join('\n') }];
  });
}

/** @param {any} body */
function tools(body) {
  return (body.tools ?? [])
    .filter((/** @type {any} */ t) => t.name || t.type === 'local_shell')
    .map((/** @type {any} */ t) => ({
      name: t.name ?? t.type,
      kind: t.type === 'custom' ? 'custom' : 'function',
      properties: Object.keys(t.parameters?.properties ?? {}),
    }));
}

/** @param {Answer} answer */
function response({ step, body, ids, id, model, usage: u }) {
  /** @type {any[]} */
  const output = [];
  if (step.thinking) output.push({ type: 'reasoning', id: `rs_${ids.next()}`, summary: [{ type: 'summary_text', text: step.thinking }] });
  if (step.text)
    output.push({
      type: 'message',
      id: `msg_${ids.next()}`,
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: step.text, annotations: [] }],
    });
  for (const t of toolSteps(step)) {
    const call = toolCall(t, tools(body));
    if (call.kind === 'custom')
      output.push({
        type: 'custom_tool_call',
        id: `ctc_${ids.next()}`,
        call_id: `call_${ids.next()}`,
        name: call.name,
        input: String(call.input),
        status: 'completed',
      });
    else
      output.push({
        type: 'function_call',
        id: `fc_${ids.next()}`,
        call_id: `call_${ids.next()}`,
        name: call.name,
        arguments: JSON.stringify(call.input),
        status: 'completed',
      });
  }
  const input = u.input + u.cacheRead + u.cacheWrite; // here cached tokens are part of input_tokens
  return {
    id,
    object: 'response',
    created_at: 1700000000,
    status: step.stopReason === 'length' ? 'incomplete' : 'completed',
    model,
    output,
    error: null,
    incomplete_details: step.stopReason === 'length' ? { reason: 'max_output_tokens' } : null,
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: u.cacheRead },
      output_tokens: u.output,
      output_tokens_details: { reasoning_tokens: u.reasoning },
      total_tokens: input + u.output,
    },
  };
}

/** @param {Answer} answer */
function whole(answer) {
  const { usage, ...rest } = response(answer);
  return { ...rest, usage: answer.step.noUsage ? null : usage };
}

/** @typedef {[string, any]} Event an event's name and what it says, before it is numbered */

/** @param {any} item @param {number} output_index @param {number} [chunkSize] @returns {Iterable<Event>} */
function* messageEvents(item, output_index, chunkSize) {
  const at = { output_index, item_id: item.id, content_index: 0 };
  const text = item.content[0].text;
  const part = { type: 'output_text', text: '', annotations: [] };
  yield ['response.output_item.added', { output_index, item: { ...item, status: 'in_progress', content: [] } }];
  yield ['response.content_part.added', { ...at, part }];
  for (const delta of chunks(text, chunkSize)) yield ['response.output_text.delta', { ...at, delta }];
  yield ['response.output_text.done', { ...at, text }];
  yield ['response.content_part.done', { ...at, part: { ...part, text } }];
}

/** @param {any} item @param {number} output_index @param {number} [chunkSize] @returns {Iterable<Event>} */
function* reasoningEvents(item, output_index, chunkSize) {
  const at = { output_index, item_id: item.id, summary_index: 0 };
  const text = item.summary[0].text;
  yield ['response.output_item.added', { output_index, item: { ...item, summary: [] } }];
  yield ['response.reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } }];
  for (const delta of chunks(text, chunkSize)) yield ['response.reasoning_summary_text.delta', { ...at, delta }];
  yield ['response.reasoning_summary_text.done', { ...at, text }];
  yield ['response.reasoning_summary_part.done', { ...at, part: { type: 'summary_text', text } }];
}

/** @param {any} item @param {number} output_index @param {number} [chunkSize] @returns {Iterable<Event>} */
function* callEvents(item, output_index, chunkSize) {
  const at = { output_index, item_id: item.id };
  const [field, name] = item.type === 'custom_tool_call' ? ['input', 'custom_tool_call_input'] : ['arguments', 'function_call_arguments'];
  yield ['response.output_item.added', { output_index, item: { ...item, status: 'in_progress', [field]: '' } }];
  for (const delta of chunks(item[field], chunkSize)) yield [`response.${name}.delta`, { ...at, delta }];
  yield [`response.${name}.done`, { ...at, [field]: item[field] }];
}

const EVENTS = /** @type {Record<string, typeof callEvents>} */ ({ message: messageEvents, reasoning: reasoningEvents });

/** @param {any[]} output @param {number} [chunkSize] @returns {Iterable<Event>} */
function* items(output, chunkSize) {
  for (const [output_index, item] of output.entries()) {
    yield* (EVENTS[item.type] ?? callEvents)(item, output_index, chunkSize);
    yield ['response.output_item.done', { output_index, item }];
  }
}

/** @param {Answer} answer @returns {Iterable<Event>} */
function* unnumbered(answer) {
  const { step } = answer;
  const r = response(answer);
  const open = { ...r, status: 'in_progress', output: [], usage: null };
  const { early, late } = usageReports(step);
  yield ['response.created', { response: open }];
  yield ['response.in_progress', { response: open }];
  /** @type {Event} */
  const report = ['response.in_progress', { response: { ...open, usage: r.usage } }];
  yield* beforeLastDelta(items(r.output, step.chunkSize), ([name]) => name.endsWith('.delta'), early, report);
  const last = `response.${r.status}`;
  if (late === 0) yield [last, { response: { ...r, usage: null } }];
  for (let n = 0; n < late; n++) yield [last, { response: r }];
}

/** @param {Answer} answer @returns {Iterable<Event>} */
function* events(answer) {
  let sequence_number = 0;
  for (const [type, data] of unnumbered(answer)) yield [type, { type, sequence_number: sequence_number++, ...data }];
}

/** @type {import('./play.mjs').Api} */
export const responses = { prefix: 'resp_', maximum, turns, tools, whole, events, error: chat.error };
