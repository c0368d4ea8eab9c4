import type { ToolKind as ToldKind } from '@open-ace/contracts/session-events';

export type ToolKind = 'command' | 'edit' | 'read' | 'search' | 'web' | 'agent' | 'plan' | 'other';

/** What the tools of the CLIs are for, by their own names in lower case without separators. */
const kinds: Record<string, ToolKind> = {
  bash: 'command',
  bashoutput: 'command',
  execcommand: 'command',
  killshell: 'command',
  localshell: 'command',
  runshellcommand: 'command',
  shell: 'command',
  applypatch: 'edit',
  edit: 'edit',
  multiedit: 'edit',
  notebookedit: 'edit',
  replace: 'edit',
  write: 'edit',
  writefile: 'edit',
  notebookread: 'read',
  read: 'read',
  readfile: 'read',
  readmanyfiles: 'read',
  viewimage: 'read',
  glob: 'search',
  grep: 'search',
  grepsearch: 'search',
  listdirectory: 'search',
  ls: 'search',
  searchfilecontent: 'search',
  toolsearch: 'search',
  webfetch: 'web',
  websearch: 'web',
  agent: 'agent',
  task: 'agent',
  exitplanmode: 'plan',
  todowrite: 'plan',
  updateplan: 'plan',
};

/** For tools whose name says nothing to us, in the words of the protocol. */
const toldKinds: Record<ToldKind, ToolKind> = {
  delete: 'edit',
  edit: 'edit',
  execute: 'command',
  fetch: 'web',
  move: 'edit',
  other: 'other',
  read: 'read',
  search: 'search',
  think: 'other',
};

export function toolKind(name: string, told: ToldKind = 'other'): ToolKind {
  return kinds[name.toLowerCase().replace(/[^a-z]/g, '')] ?? toldKinds[told];
}

/** `mcp__github__create_issue` is `github: create_issue`; other names are as people know them. */
export function shownToolName(name: string): string {
  const [, server, tool] = /^mcp__(.+?)__(.+)$/.exec(name) ?? [];
  return server && tool ? `${server}: ${tool}` : name;
}

/** A path below the session's folder goes without it; commands and whatever else stay as they are. */
export function shownSubject(name: string, subject: string, folder: string): string {
  const line = subject.split('\n')[0] ?? '';
  const base = folder.replace(/[\\/]+$/, '');
  const isPath = base !== '' && toolKind(name) !== 'command' && line.startsWith(base) && /^[\\/]./.test(line.slice(base.length));
  return isPath ? line.slice(base.length + 1) : line;
}

function parsed(input: string): object | null {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** What a tool is asked to do, in the form in which it can be judged. */
export type ToolRequest =
  | { kind: 'command'; command: string }
  | { kind: 'edit'; path: string; before: string; after: string }
  | { kind: 'text'; text: string }
  | { kind: 'json'; text: string }
  | { kind: 'none' };

const textIn = (value: object, ...names: string[]): string | undefined => {
  const found: unknown = names.map((name): unknown => Reflect.get(value, name)).find((each) => typeof each === 'string');
  return typeof found === 'string' ? found : undefined;
};

/** Reads the JSON of a tool's input. What is cut off or of an unknown form is shown as it is. */
export function readRequest(name: string, input: string): ToolRequest {
  const value = parsed(input);
  if (!value) return input.trim() === '' ? { kind: 'none' } : { kind: 'json', text: input };
  const command = textIn(value, 'command', 'cmd');
  const path = textIn(value, 'file_path', 'path', 'notebook_path', 'absolute_path');
  const after = textIn(value, 'new_string', 'content', 'new_source');
  const plan = textIn(value, 'plan');
  const kind = toolKind(name);
  if (kind === 'command' && command !== undefined) return { kind: 'command', command };
  if (kind === 'edit' && path !== undefined && after !== undefined) {
    return { kind: 'edit', path, before: textIn(value, 'old_string') ?? '', after };
  }
  if (kind === 'plan' && plan !== undefined) return { kind: 'text', text: plan };
  return Object.keys(value).length === 0 ? { kind: 'none' } : { kind: 'json', text: JSON.stringify(value, null, 2) };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that colour a terminal begin with one
const terminalCodes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** Output as text: without colours, cursor moves and the tags around a tool's error, each line as it stood last. */
export function plainOutput(output: string): string {
  return output
    .replace(terminalCodes, '')
    .replace(/^<tool_use_error>([\s\S]*)<\/tool_use_error>\s*$/, '$1')
    .replace(/\r\n/g, '\n')
    .replace(/^.*\r(?=[^\n])/gm, '')
    .replace(/\s+$/, '');
}
