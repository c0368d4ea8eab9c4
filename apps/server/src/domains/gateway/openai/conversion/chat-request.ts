import { requireModel } from '../../read-request.ts';
import { isRecord, shortText } from '../../untrusted.ts';
import { messagesOf } from './chat-messages.ts';
import { chatToolsOf, listOf } from './chat-tools.ts';
import { invalid, notConvertible } from './not-convertible.ts';
import { echoOf } from './response-echo.ts';
import { toolChoiceOf } from './tool-choice.ts';
import { ToolNames } from './tool-names.ts';

type Json = Record<string, unknown>;

/** A request of the Responses API as chat completions take it, and what it takes to make a response of their answer. */
export interface ChatConversion {
  body: Json;
  tools: ToolNames;
  /** The fields of the request that the response repeats. */
  echo: Json;
}

/** What only a provider that keeps state can do. */
const kept: Record<string, string> = {
  previous_response_id: 'Send the whole conversation as "input" instead of "previous_response_id"',
  conversation: 'Send the whole conversation as "input" instead of "conversation"',
  prompt: 'Send the prompt itself as "instructions" and "input" instead of "prompt"',
};

/** No schema is deeper; far deeper ones could not be written down again. */
const DEEPEST = 200;

const within = (value: object): object[] => Object.values(value).filter((inner) => typeof inner === 'object' && inner !== null);

function refuseDepth(body: Json): void {
  let layer: object[] = [body];
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth > DEEPEST) throw invalid(`The request is nested more than ${DEEPEST} levels deep.`);
    layer = layer.flatMap(within);
  }
}

function refuseState(body: Json): void {
  for (const [name, advice] of Object.entries(kept)) {
    if (body[name] === undefined || body[name] === null) continue;
    throw notConvertible(`The provider of this model keeps nothing between requests. ${advice}.`);
  }
  if (body.background !== true) return;
  throw notConvertible('The provider of this model cannot answer in the background. Send the request without "background".');
}

function inputOf(input: unknown): unknown[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  if (!Array.isArray(input)) throw invalid('Send "input" as text or as a list of items.');
  return input;
}

/** Clients may offer tools among the items, too: at the beginning, or as a search finds them. */
function toolsAmong(input: unknown[]): unknown[] {
  const carriers = input.filter((item) => isRecord(item) && (item.type === 'additional_tools' || item.type === 'tool_search_output'));
  return carriers.flatMap((item) => (isRecord(item) ? listOf(item.tools) : []));
}

function responseFormat(format: unknown): Json {
  if (!isRecord(format) || format.type === 'text') return {};
  if (format.type === 'json_object') return { response_format: { type: 'json_object' } };
  if (format.type !== 'json_schema') {
    throw notConvertible(`The provider of this model cannot answer in the format "${shortText(format.type)}". Use "json_schema".`);
  }
  const { name, schema, strict, description } = format;
  return { response_format: { type: 'json_schema', json_schema: present({ name, description, schema, strict }) } };
}

const present = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

const record = (value: unknown): Json => (isRecord(value) ? value : {});

/** The settings that both APIs have. Their values are the provider's to judge. */
function settingsOf(body: Json): Json {
  const text = record(body.text);
  const { temperature, top_p, max_output_tokens: max_tokens, user } = body;
  const reasoning_effort = record(body.reasoning).effort;
  return {
    ...present({ temperature, top_p, max_tokens, reasoning_effort, verbosity: text.verbosity, user }),
    ...responseFormat(text.format),
  };
}

/** Converts a request: platform.openai.com, "Migrate to the Responses API". Refuses what chat completions cannot do. */
export function chatRequestOf(body: Json): ChatConversion {
  refuseDepth(body);
  refuseState(body);
  const input = inputOf(body.input);
  const offered = body.tools ?? [];
  if (!Array.isArray(offered)) throw invalid('Send "tools" as a list of objects.');
  const names = new ToolNames();
  const choice = toolChoiceOf(body.tool_choice, chatToolsOf([...offered, ...toolsAmong(input)], names), names);
  const parallel = choice.tools && typeof body.parallel_tool_calls === 'boolean';
  return {
    body: {
      model: requireModel(body.model),
      messages: messagesOf(body.instructions, input, names),
      ...choice,
      ...(parallel && { parallel_tool_calls: body.parallel_tool_calls }),
      ...settingsOf(body),
      ...(body.stream === true && { stream: true, stream_options: { include_usage: true } }),
    },
    tools: names,
    echo: echoOf(body),
  };
}
