import { type CallPiece, type ChatPiece, choiceOf, readPiece } from './chat-piece.ts';
import type { ChatConversion } from './chat-request.ts';
import { isWholeObject } from './json-extent.ts';
import {
  endingFields,
  endingOf,
  errorOf,
  failedBecause,
  headOf,
  itemId,
  type ResponseHead,
  type ResponseIds,
  responseFrame,
} from './response-frame.ts';
import { argumentsOrNone, callItem, type ItemStatus, idPrefixes, type MessagePart, messageItem, reasoningItem } from './response-items.ts';
import { figuresOf } from './response-usage.ts';
import { wellFormed } from './well-formed.ts';

type Json = Record<string, unknown>;

function messageParts({ text, refusal }: ChatPiece): MessagePart[] {
  const parts: MessagePart[] = [
    { kind: 'text', text: wellFormed(text) },
    { kind: 'refusal', text: wellFormed(refusal) },
  ];
  return parts.filter((part) => part.text !== '');
}

/** Puts the parts of one answer in the order in which a model comes to them. */
class Output {
  readonly items: Json[] = [];
  readonly #head: ResponseHead;
  readonly #conversion: ChatConversion;

  constructor(head: ResponseHead, conversion: ChatConversion) {
    this.#head = head;
    this.#conversion = conversion;
  }

  reasoning(text: string): void {
    if (text !== '') this.items.push(reasoningItem(this.#id('rs'), [wellFormed(text)]));
  }

  message(parts: MessagePart[], status: ItemStatus): void {
    if (parts.length > 0) this.items.push(messageItem(this.#id('msg'), parts, status));
  }

  call(piece: CallPiece, number: number, isCut: boolean): void {
    const tool = this.#conversion.tools.tool(piece.name);
    const callId = piece.id || itemId('call', this.#head, number);
    const isWhole = !isCut || isWholeObject(piece.arguments);
    const call = { callId, tool, arguments: isWhole ? argumentsOrNone(piece.arguments, tool) : piece.arguments };
    this.items.push(callItem(this.#id(idPrefixes[tool.kind]), call, isWhole ? 'completed' : 'incomplete'));
  }

  #id(prefix: string): string {
    return itemId(prefix, this.#head, this.items.length);
  }
}

/** Converts a whole chat completion. An error that came as one, and what is no completion at all, become a failed response. */
export function responseOf(completion: Json, conversion: ChatConversion, ids: ResponseIds): Json {
  const head = headOf(completion, conversion, ids);
  const choice = choiceOf(completion);
  const ending = errorOf(completion) ?? (choice ? endingOf(choice.finish_reason) : failedBecause('The provider gave no answer.'));
  const piece = readPiece(choice?.message);
  const isCut = ending.status !== 'completed';
  const output = new Output(head, conversion);
  output.reasoning(piece.reasoning);
  output.message(messageParts(piece), isCut && piece.calls.length === 0 ? 'incomplete' : 'completed');
  for (const [number, call] of piece.calls.entries()) output.call(call, number, isCut);
  return responseFrame(head, conversion, { output: output.items, usage: figuresOf(completion.usage, ending), ...endingFields(ending) });
}
