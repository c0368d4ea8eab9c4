// @ts-check
/** OpenAI Responses API. @typedef {import('./script.mjs').Turn} Turn */
import { chunks, textParts, toolCall, toolSteps, usageOf } from './script.mjs';

export { error } from './chat.mjs';

/** @param {any} body @returns {Turn[]} */
export function turns(body) {
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
export function tools(body) {
  return (body.tools ?? [])
    .filter((/** @type {any} */ t) => t.name || t.type === 'local_shell')
    .map((/** @type {any} */ t) => ({
      name: t.name ?? t.type,
      kind: t.type === 'custom' ? 'custom' : 'function',
      properties: Object.keys(t.parameters?.properties ?? {}),
    }));
}

/** @param {import('./script.mjs').Step} step @param {any} body @param {import('./ids.mjs').Ids} ids */
export function whole(step, body, ids) {
  const u = usageOf(step.usage);
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
    id: `resp_${ids.answer()}`,
    object: 'response',
    created_at: 1700000000,
    status: step.stopReason === 'length' ? 'incomplete' : 'completed',
    model: body.model,
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

/** @param {import('./script.mjs').Step} step @param {any} body @param {import('./ids.mjs').Ids} ids @returns {Iterable<[string, any]>} */
export function* events(step, body, ids) {
  const r = whole(step, body, ids);
  let sequence_number = 0;
  /** @param {string} type @param {any} data @returns {[string, any]} */
  const ev = (type, data) => [type, { type, sequence_number: sequence_number++, ...data }];
  const open = { ...r, status: 'in_progress', output: [], usage: null };
  yield ev('response.created', { response: open });
  yield ev('response.in_progress', { response: open });
  for (const [output_index, item] of r.output.entries()) {
    const at = { output_index, item_id: item.id };
    if (item.type === 'message') {
      const text = item.content[0].text;
      const part = { type: 'output_text', text: '', annotations: [] };
      yield ev('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', content: [] } });
      yield ev('response.content_part.added', { ...at, content_index: 0, part });
      for (const delta of chunks(text, step.chunkSize)) yield ev('response.output_text.delta', { ...at, content_index: 0, delta });
      yield ev('response.output_text.done', { ...at, content_index: 0, text });
      yield ev('response.content_part.done', { ...at, content_index: 0, part: { ...part, text } });
    } else if (item.type === 'reasoning') {
      const text = item.summary[0].text;
      yield ev('response.output_item.added', { output_index, item: { ...item, summary: [] } });
      yield ev('response.reasoning_summary_part.added', { ...at, summary_index: 0, part: { type: 'summary_text', text: '' } });
      for (const delta of chunks(text, step.chunkSize))
        yield ev('response.reasoning_summary_text.delta', { ...at, summary_index: 0, delta });
      yield ev('response.reasoning_summary_text.done', { ...at, summary_index: 0, text });
      yield ev('response.reasoning_summary_part.done', { ...at, summary_index: 0, part: { type: 'summary_text', text } });
    } else {
      const [field, name] =
        item.type === 'custom_tool_call' ? ['input', 'custom_tool_call_input'] : ['arguments', 'function_call_arguments'];
      yield ev('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', [field]: '' } });
      for (const delta of chunks(item[field], step.chunkSize)) yield ev(`response.${name}.delta`, { ...at, delta });
      yield ev(`response.${name}.done`, { ...at, [field]: item[field] });
    }
    yield ev('response.output_item.done', { output_index, item });
  }
  yield ev(r.status === 'completed' ? 'response.completed' : 'response.incomplete', { response: r });
}
