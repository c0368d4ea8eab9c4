import type { Refusal } from '../../refusal.ts';
import { isRecord, shortText } from '../../untrusted.ts';
import { AssistantTurn, WaitingCalls } from './assistant-turn.ts';
import { listOf } from './chat-tools.ts';
import { type ChatPart, joined, mixedContent, onlyText, partsOf } from './content-parts.ts';
import { argumentsOfAction } from './local-shell.ts';
import { invalid, notConvertible } from './not-convertible.ts';
import type { ToolNames } from './tool-names.ts';

type Json = Record<string, unknown>;

function requireText(item: Json, field: string): string {
  const value = item[field];
  if (typeof value === 'string') return value;
  throw invalid(`An item of the type "${shortText(item.type)}" in "input" lacks its "${field}".`);
}

/** A call's id; of a local shell's, which may have another, too. */
const callIdOf = (item: Json): string => requireText(item, typeof item.call_id === 'string' ? 'call_id' : 'id');

const textsWithin = (parts: unknown): string =>
  joined(listOf(parts).map((part) => (isRecord(part) && typeof part.text === 'string' ? part.text : '')));

/** An output as text or parts; of anything else its JSON. */
function outputOf(output: unknown): ChatPart[] {
  return isRecord(output) ? [{ type: 'text', text: JSON.stringify(output) }] : partsOf(output);
}

/** The names of the tools that a search found; the tools themselves are offered with the request. */
function foundTools(item: Json): ChatPart[] {
  return [{ type: 'text', text: JSON.stringify({ tools: listOf(item.tools).map((tool) => (isRecord(tool) ? tool.name : null)) }) }];
}

function unknownItem(type: unknown): Refusal {
  if (type !== 'item_reference') {
    return notConvertible(
      `An item of the type "${shortText(type)}" cannot be sent to the provider of this model. Leave it out of "input".`,
    );
  }
  return notConvertible(
    'The provider of this model keeps no items, so an "item_reference" points at nothing. Send the items themselves: set "store" to false in your client.',
  );
}

/** The messages of a conversation, put together from a response's input items. */
class Conversation {
  readonly #parts: (AssistantTurn | Json)[] = [];
  readonly #names: ToolNames;
  readonly #waiting = new WaitingCalls();
  #turn: AssistantTurn | null = null;
  readonly #converters: Record<string, (item: Json) => void> = {
    message: (item) => this.#message(item),
    reasoning: (item) => this.#reasoning(item),
    function_call: (item) => this.#call(item, requireText(item, 'name'), requireText(item, 'arguments') || '{}'),
    custom_tool_call: (item) => this.#call(item, requireText(item, 'name'), JSON.stringify({ input: requireText(item, 'input') })),
    local_shell_call: (item) => this.#call(item, 'local_shell', argumentsOfAction(item.action)),
    tool_search_call: (item) => this.#call(item, 'tool_search', JSON.stringify(item.arguments ?? {})),
    function_call_output: (item) => this.#output(item, outputOf(item.output)),
    custom_tool_call_output: (item) => this.#output(item, outputOf(item.output)),
    local_shell_call_output: (item) => this.#output(item, outputOf(item.output)),
    tool_search_output: (item) => this.#output(item, foundTools(item)),
    // Tools are offered with the request, wherever they come.
    additional_tools: () => {},
    // It tells what another provider looked for, not what it found: the answer holds that.
    web_search_call: () => {},
  };

  constructor(names: ToolNames) {
    this.#names = names;
  }

  /** Many models take but one text of the system's at a time. */
  system(text: string): void {
    if (text === '') return;
    this.#turn = null;
    const last = this.#parts.at(-1);
    if (last && !(last instanceof AssistantTurn) && last.role === 'system') last.content = `${last.content}\n\n${text}`;
    else this.#parts.push({ role: 'system', content: text });
  }

  item(item: unknown): void {
    if (!isRecord(item)) throw invalid('Send "input" as text or as a list of items.');
    const type = item.type ?? 'message';
    const convert = typeof type === 'string' && Object.hasOwn(this.#converters, type) ? this.#converters[type] : undefined;
    if (convert) convert(item);
    else throw unknownItem(type);
  }

  messages(): object[] {
    return this.#parts.flatMap((part) => (part instanceof AssistantTurn ? part.messages() : [part]));
  }

  #message({ role, content }: Json): void {
    if (role === 'assistant') this.#openTurn().say(onlyText(content, role));
    else if (role === 'system' || role === 'developer') this.system(onlyText(content, role));
    else if (role === 'user') this.#user(content);
    else throw invalid('Give every message in "input" the role "user", "assistant", "system" or "developer".');
  }

  #user(content: unknown): void {
    this.#turn = null;
    this.#parts.push({ role: 'user', content: mixedContent(partsOf(content)) });
  }

  /** What is encrypted only its own provider can read. */
  #reasoning(item: Json): void {
    const text = textsWithin(item.content) || textsWithin(item.summary);
    if (text !== '') this.#openTurn().think(text);
  }

  #call(item: Json, name: string, args: string): void {
    this.#waiting.add(this.#openTurn().call(callIdOf(item), this.#names.chatName(name, item.namespace), args));
  }

  #output(item: Json, output: ChatPart[]): void {
    this.#waiting.answer(callIdOf(item), output);
    this.#turn = null;
  }

  #openTurn(): AssistantTurn {
    if (this.#turn === null) {
      this.#turn = new AssistantTurn();
      this.#parts.push(this.#turn);
    }
    return this.#turn;
  }
}

/** The messages for a response's instructions and input items. */
export function messagesOf(instructions: unknown, input: unknown[], names: ToolNames): object[] {
  const conversation = new Conversation(names);
  if (instructions !== undefined && instructions !== null) conversation.system(onlyText(instructions, 'system'));
  for (const item of input) conversation.item(item);
  return conversation.messages();
}
