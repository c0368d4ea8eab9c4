import { isRecord, shortText } from '../../untrusted.ts';
import { listOf } from './chat-tools.ts';

type Json = Record<string, unknown>;

/** A tool call, or a piece of one. */
export interface CallPiece {
  /** Which of the calls it is a piece of; null where the provider does not say. */
  index: number | null;
  id: string;
  name: string;
  arguments: string;
}

/** What a message, or a piece of one that is streamed, holds. */
export interface ChatPiece {
  reasoning: string;
  text: string;
  refusal: string;
  calls: CallPiece[];
}

const LONGEST_ID = 1000;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function contentText(content: unknown): string {
  if (!Array.isArray(content)) return textOf(content);
  return content.map((part) => (isRecord(part) && part.type === 'text' ? textOf(part.text) : '')).join('');
}

/** Arguments are JSON in a text; some providers send the JSON itself. */
function argumentsText(args: unknown): string {
  if (!isRecord(args)) return textOf(args);
  try {
    return JSON.stringify(args);
  } catch {
    return ''; // nested too deep to be written down
  }
}

function callPiece(call: Json): CallPiece {
  const called = isRecord(call.function) ? call.function : {};
  return {
    index: typeof call.index === 'number' ? call.index : null,
    id: shortText(call.id, LONGEST_ID),
    name: shortText(called.name),
    arguments: argumentsText(called.arguments),
  };
}

/** Reads a `message` or a `delta`. Providers differ in how they call their reasoning. */
export function readPiece(message: unknown): ChatPiece {
  const { reasoning_content, reasoning, content, refusal, tool_calls } = isRecord(message) ? message : {};
  return {
    reasoning: textOf(reasoning_content) || textOf(reasoning),
    text: contentText(content),
    refusal: textOf(refusal),
    calls: listOf(tool_calls).filter(isRecord).map(callPiece),
  };
}

/** The first choice: no other is asked for. */
export const choiceOf = (answer: Json): Json | undefined =>
  listOf(answer.choices)
    .filter(isRecord)
    .find(({ index }) => (index ?? 0) === 0);
