import { isRecord, shortText } from '../../untrusted.ts';
import { type ChatTool, listOf } from './chat-tools.ts';
import { invalid, notConvertible } from './not-convertible.ts';
import type { ToolNames } from './tool-names.ts';

type Json = Record<string, unknown>;

/** What chat completions are told of tools. Without tools they take no choice either. */
export interface ToolChoice {
  tools?: ChatTool[];
  tool_choice?: unknown;
}

/** Tools of the client's own: a type alone names the last two. */
const named = new Set<unknown>(['function', 'custom']);
const unnamed = new Set<unknown>(['local_shell', 'tool_search']);

const hosted = (type: unknown) =>
  notConvertible(
    `The tool "${shortText(type)}" is done by OpenAI itself, and the provider of this model has no such thing. Choose a function, or another model.`,
  );

const isHosted = ({ type }: Json): boolean => !named.has(type) && !unnamed.has(type);

/** The function that a choice names; undefined for one that is not among them. */
function chosenFunction(choice: Json, tools: ChatTool[], names: ToolNames): ChatTool | undefined {
  if (isHosted(choice)) return undefined;
  const name = named.has(choice.type) ? choice.name : choice.type;
  if (typeof name !== 'string') throw invalid('Name the tool in "tool_choice".');
  const chatName = names.chatName(name, choice.namespace);
  return tools.find((tool) => tool.function.name === chatName);
}

function oneOf(choice: Json, tools: ChatTool[], names: ToolNames): ToolChoice {
  if (isHosted(choice)) throw hosted(choice.type);
  const chosen = chosenFunction(choice, tools, names);
  if (!chosen) throw invalid('"tool_choice" names a tool that is not in "tools". Add it there.');
  return { tools, tool_choice: { type: 'function', function: { name: chosen.function.name } } };
}

/** Few providers know of allowed tools, so the others are left out. */
function someOf(choice: Json, tools: ChatTool[], names: ToolNames): ToolChoice {
  const allowed = new Set(listOf(choice.tools).map((tool) => (isRecord(tool) ? chosenFunction(tool, tools, names) : undefined)));
  return anyOf(
    choice.mode === 'required' ? 'required' : 'auto',
    tools.filter((tool) => allowed.has(tool)),
  );
}

function anyOf(mode: 'auto' | 'none' | 'required' | undefined, tools: ChatTool[]): ToolChoice {
  if (tools.length > 0) return { tools, ...(mode && { tool_choice: mode }) };
  if (mode !== 'required') return {};
  throw notConvertible('"tool_choice" demands a tool, but "tools" has none that the provider of this model can offer. Add a function.');
}

/** The tools and the choice among them, for chat completions. */
export function toolChoiceOf(choice: unknown, tools: ChatTool[], names: ToolNames): ToolChoice {
  if (choice === undefined || choice === null) return anyOf(undefined, tools);
  if (choice === 'auto' || choice === 'none' || choice === 'required') return anyOf(choice, tools);
  if (!isRecord(choice)) throw invalid('Send "tool_choice" as "auto", "none", "required", or an object that names a tool.');
  return choice.type === 'allowed_tools' ? someOf(choice, tools, names) : oneOf(choice, tools, names);
}
