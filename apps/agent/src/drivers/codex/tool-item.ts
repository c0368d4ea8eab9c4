import type { SessionEvent, ToolKind, ToolStatus } from '@open-ace/contracts/session-events';
import { oneLine, shortened, withoutMiddle } from '../../text.ts';
import { count, type Fields, fields, list, number, text } from '../stream-json/fields.ts';
import { changesOf, diffOf, scopeOf } from './file-changes.ts';
import { scriptOf } from './shell-words.ts';

type ToolCall = Extract<SessionEvent, { type: 'tool_call' }>;
type ToolResult = Extract<SessionEvent, { type: 'tool_result' }>;

const mostOutput = 100_000;
const mostInput = 100_000;

/** What a tool item says of itself, in the words that permission requests share. */
export interface ToolWords {
  readonly name: string;
  readonly kind: ToolKind;
  readonly subject: string;
  readonly input: Fields;
}

/** Null for an item that is no tool: words, plans, notes about the conversation. */
export function toolWords(item: Fields): ToolWords | null {
  switch (item.type) {
    case 'commandExecution':
      return commandWords(item);
    case 'fileChange':
      return fileWords(item);
    case 'mcpToolCall':
      return { name: `mcp__${text(item.server)}__${text(item.tool)}`, kind: 'other', subject: '', input: fields(item.arguments) };
    case 'dynamicToolCall':
      return { name: text(item.tool), kind: 'other', subject: '', input: fields(item.arguments) };
    case 'webSearch':
      return { name: 'WebSearch', kind: 'fetch', subject: text(item.query), input: { query: item.query, action: item.action } };
    case 'imageView':
      return { name: 'ViewImage', kind: 'read', subject: text(item.path), input: { path: item.path } };
    case 'imageGeneration':
      return { name: 'ImageGeneration', kind: 'other', subject: text(item.revisedPrompt), input: {} };
    case 'collabAgentToolCall':
      return { name: text(item.tool), kind: 'think', subject: text(item.prompt), input: { prompt: item.prompt, model: item.model } };
    default:
      return null;
  }
}

export function commandWords({ command, cwd, commandActions }: Fields): ToolWords {
  const script = scriptOf(text(command));
  const kinds = new Set(list(commandActions).map((action) => text(fields(action).type)));
  const kind: ToolKind = kinds.size !== 1 || kinds.has('unknown') ? 'execute' : kinds.has('read') ? 'read' : 'search';
  return { name: 'Bash', kind, subject: script, input: { command: script, cwd } };
}

function fileWords(item: Fields): ToolWords {
  const changes = changesOf(item);
  const kinds = new Set(changes.map(({ kind, movedTo }) => (movedTo === '' ? kind : 'move')));
  const kind: ToolKind = kinds.size === 1 && kinds.has('delete') ? 'delete' : kinds.size === 1 && kinds.has('move') ? 'move' : 'edit';
  return { name: 'Edit', kind, subject: changes.map(({ path }) => path).join(', '), input: { file_path: scopeOf(changes) } };
}

export function toolCall(callId: string, { name, kind, subject, input }: ToolWords): ToolCall {
  return {
    type: 'tool_call',
    toolCallId: callId,
    name: shortened(name, 200),
    kind,
    subject: oneLine(subject, 2000),
    input: withoutMiddle(JSON.stringify(input), mostInput),
  };
}

interface Ending {
  readonly callId: string;
  readonly cwd: string;
  readonly isDenied: boolean;
  readonly isInterrupted: boolean;
  /** Where the item does not say it itself. */
  readonly durationMs: number;
}

/** The end of a tool as its completed item tells it. */
export function toolResult(item: Fields, { callId, cwd, isDenied, isInterrupted, durationMs }: Ending): ToolResult {
  const status = statusOf(item, isDenied, isInterrupted);
  const told = count(item.durationMs);
  return {
    type: 'tool_result',
    toolCallId: callId,
    status,
    output: withoutMiddle(outputOf(item), mostOutput),
    // A quick command tells 0 although it took its moment.
    durationMs: told === null || told === 0 ? Math.max(0, durationMs) : told,
    exitCode: wholeNumber(item.exitCode),
    diff: item.type === 'fileChange' && status === 'done' ? diffOf(changesOf(item), cwd) : '',
  };
}

/** A tool whose end nobody told. */
export function cancelled(callId: string, durationMs: number): ToolResult {
  return { type: 'tool_result', toolCallId: callId, status: 'cancelled', output: '', durationMs, exitCode: null, diff: '' };
}

function statusOf({ status, success }: Fields, isDenied: boolean, isInterrupted: boolean): ToolStatus {
  if (status === 'declined') return isInterrupted ? 'cancelled' : 'denied';
  if (status !== 'failed' && status !== 'interrupted' && success !== false) return 'done';
  if (isDenied) return 'denied';
  return isInterrupted || status === 'interrupted' ? 'cancelled' : 'failed';
}

function outputOf(item: Fields): string {
  switch (item.type) {
    case 'commandExecution':
      return text(item.aggregatedOutput);
    case 'mcpToolCall':
      return text(fields(item.error).message) || contentOf(fields(item.result).content);
    case 'dynamicToolCall':
      return contentOf(item.contentItems);
    default:
      return '';
  }
}

/** Text blocks; of any other thing only its kind is told. */
const contentOf = (content: unknown): string =>
  list(content)
    .map(fields)
    .map((block) => text(block.text) || `[${text(block.type) || 'something'}]`)
    .join('\n');

function wholeNumber(value: unknown): number | null {
  const found = number(value);
  return found !== null && Number.isSafeInteger(found) ? found : null;
}
