import { isRecord } from '../../untrusted.ts';
import { listOf } from './chat-tools.ts';

type Json = Record<string, unknown>;

/** The fields of a request that its response repeats, with what the vendor says where they are left out. */
export const echoOf = (body: Json): Json => ({
  background: false,
  instructions: body.instructions ?? null,
  max_output_tokens: body.max_output_tokens ?? null,
  max_tool_calls: body.max_tool_calls ?? null,
  metadata: isRecord(body.metadata) ? body.metadata : {},
  parallel_tool_calls: body.parallel_tool_calls !== false,
  previous_response_id: null,
  reasoning: { effort: null, summary: null, ...(isRecord(body.reasoning) && body.reasoning) },
  store: false,
  temperature: body.temperature ?? null,
  text: { format: { type: 'text' }, ...(isRecord(body.text) && body.text) },
  tool_choice: body.tool_choice ?? 'auto',
  tools: listOf(body.tools),
  top_p: body.top_p ?? null,
  truncation: body.truncation ?? 'disabled',
  user: body.user ?? null,
});
