import { createHash } from 'node:crypto';

/** A tool as the client of the Responses API knows it. */
export interface ClientTool {
  kind: 'function' | 'custom' | 'local_shell' | 'tool_search';
  name: string;
  /** Left out where it stands in none. */
  namespace?: string;
}

/** Clients may put their plain tools in this one, and want them called without it. */
const DEFAULT_NAMESPACE = 'functions';
/** What chat completions take for the name of a function. */
const allowedName = /^[\w-]{1,64}$/;

const keyOf = (name: string, namespace: string) => `${namespace}\n${name}`;

/** A short name of its own for what has none that chat completions would take. */
function digested(joined: string, of: string): string {
  return `${joined.replace(/[^\w-]/g, '_').slice(0, 51)}_${createHash('sha256').update(of).digest('hex').slice(0, 12)}`;
}

function usualName(name: string, namespace: string): string {
  if (namespace === '') return name;
  const joined = `${namespace}__${name}`;
  return allowedName.test(joined) ? joined : digested(joined, keyOf(name, namespace));
}

export const plainNamespace = (namespace: unknown): string =>
  typeof namespace === 'string' && namespace !== DEFAULT_NAMESPACE ? namespace : '';

/** The functions of one chat request, and what their client calls them: chat completions know neither namespaces nor kinds of tools. */
export class ToolNames {
  readonly #tools = new Map<string, ClientTool>();
  readonly #chatNames = new Map<string, string>();

  /** The name of a tool's function; null where the tool is there already. */
  add(tool: ClientTool): string | null {
    const key = keyOf(tool.name, tool.namespace ?? '');
    if (this.#chatNames.has(key)) return null;
    const usual = usualName(tool.name, tool.namespace ?? '');
    const chatName = this.#tools.has(usual) ? digested(usual, key) : usual;
    this.#tools.set(chatName, tool);
    this.#chatNames.set(key, chatName);
    return chatName;
  }

  /** Of a tool that may be gone meanwhile, as in the history of a conversation. */
  chatName(name: string, namespace: unknown): string {
    const inside = plainNamespace(namespace);
    return this.#chatNames.get(keyOf(name, inside)) ?? usualName(name, inside);
  }

  /** What a function's name stands for. Models call functions that nobody offered, too. */
  tool(chatName: string): ClientTool {
    return this.#tools.get(chatName) ?? { kind: 'function', name: chatName };
  }
}
