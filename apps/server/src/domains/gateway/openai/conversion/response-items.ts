import { isRecord, parseJson } from '../../untrusted.ts';
import { customInputOf } from './custom-input.ts';
import { actionOfArguments } from './local-shell.ts';
import type { ClientTool } from './tool-names.ts';
import { wellFormed } from './well-formed.ts';

type Json = Record<string, unknown>;

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** A part of a message. */
export interface MessagePart {
  kind: 'text' | 'refusal';
  text: string;
}

/** A call that a model made. */
export interface ModelCall {
  callId: string;
  tool: ClientTool;
  /** As the model gave them. */
  arguments: string;
}

/** What the ids of items begin with: the vendor takes them back only so. */
export const idPrefixes = { function: 'fc', custom: 'ctc', local_shell: 'lsh', tool_search: 'tsc' } as const;

export const summaryPart = (text: string): Json => ({ type: 'summary_text', text });

export const reasoningItem = (id: string, texts: string[]): Json => ({ type: 'reasoning', id, summary: texts.map(summaryPart) });

export const messagePart = ({ kind, text }: MessagePart): Json =>
  kind === 'text' ? { type: 'output_text', annotations: [], logprobs: [], text } : { type: 'refusal', refusal: text };

export const messageItem = (id: string, parts: MessagePart[], status: ItemStatus): Json => ({
  type: 'message',
  id,
  role: 'assistant',
  status,
  content: parts.map(messagePart),
});

function callFields({ tool, arguments: args }: ModelCall): Json {
  const { name, namespace } = tool;
  const named = { name, ...(namespace !== undefined && { namespace }) };
  switch (tool.kind) {
    case 'function':
      return { type: 'function_call', ...named, arguments: wellFormed(args) };
    case 'custom':
      return { type: 'custom_tool_call', ...named, input: wellFormed(customInputOf(args)) };
    case 'local_shell':
      return { type: 'local_shell_call', action: actionOfArguments(args) };
    case 'tool_search':
      return { type: 'tool_search_call', execution: 'client', arguments: searchArguments(args) };
  }
}

function searchArguments(args: string): Json {
  const parsed = parseJson(args);
  return isRecord(parsed) ? parsed : {};
}

export function callItem(id: string, call: ModelCall, status: ItemStatus): Json {
  return { id, call_id: call.callId, ...callFields(call), status };
}

/** Models that give no arguments mean none. */
export const argumentsOrNone = (args: string, { kind }: ClientTool): string => (args === '' && kind === 'function' ? '{}' : args);
