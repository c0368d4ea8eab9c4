import { oneLine } from '../../text.ts';
import type { Incoming } from '../json-rpc.ts';
import { type Fields, fields, list, text } from '../stream-json/fields.ts';
import { ruleOf } from '../stream-json/rule.ts';
import { changesOf, diffOf } from './file-changes.ts';
import { commandWords, type ToolWords, toolWords } from './tool-item.ts';

/** What Codex asks a person for. */
export interface Asked {
  /** Codex's own, of the tool that waits for it; '' where it names none. */
  readonly itemId: string;
  readonly words: ToolWords;
  readonly effect: string;
  readonly diff: string;
  readonly rule: string;
  /** It says too little of what would be allowed for a rule to stand for it: a person decides each time. */
  readonly isSingular: boolean;
  readonly allow: object;
  readonly deny: object;
}

export interface Surroundings {
  readonly cwd: string;
  /** An item that was started and not completed. */
  readonly openItem: (matches: (item: Fields) => boolean) => Fields | undefined;
}

const decisions = { allow: { decision: 'accept' }, deny: { decision: 'decline' } };

/** Null for a request that is no question to a person. */
export function askedBy({ method, params }: Incoming, around: Surroundings): Asked | null {
  switch (method) {
    case 'item/commandExecution/requestApproval':
      return askedCommand(params, around);
    case 'item/fileChange/requestApproval':
      return askedEdit(params, around);
    case 'mcpServer/elicitation/request':
      return fields(params._meta).codex_approval_kind === 'mcp_tool_call' ? askedMcpTool(params, around) : null;
    default:
      return null;
  }
}

/** Whatever was asked for beside the command itself: input to a terminal, a host, a folder. */
const special = (params: Fields): string => {
  if (!['', 'command'].includes(text(params.kind))) return text(params.kind);
  if (fields(params.networkApprovalContext).host !== undefined) return `network ${text(fields(params.networkApprovalContext).host)}`;
  return params.additionalPermissions ? 'more permissions' : '';
};

function askedCommand(params: Fields, { cwd }: Surroundings): Asked {
  const words = commandWords(params);
  const script = words.subject;
  const directory = text(params.cwd) === cwd ? '' : text(params.cwd);
  const more = special(params);
  return {
    itemId: text(params.itemId),
    words: more === '' ? words : { ...words, kind: 'execute', input: { ...words.input, asked: more } },
    effect: oneLine([more, text(params.reason)].filter(Boolean).join(': '), 2000),
    diff: '',
    rule: ruleOf('Bash', 'Bash', { command: more === '' ? script : `${more}: ${script}`, directory }),
    isSingular: more !== '' || script === '',
    ...decisions,
  };
}

function askedEdit(params: Fields, { cwd, openItem }: Surroundings): Asked {
  const itemId = text(params.itemId);
  const item = openItem(({ id }) => id === itemId) ?? { type: 'fileChange' };
  const words = toolWords(item) ?? { name: 'Edit', kind: 'edit', subject: '', input: {} };
  const root = text(params.grantRoot);
  const outside = text(params.reason).includes('without sandbox') ? 'without sandbox: ' : '';
  return {
    itemId,
    words,
    effect: oneLine([text(params.reason), root && `All files below ${root}`].filter(Boolean).join(': '), 2000),
    diff: diffOf(changesOf(item), cwd),
    rule: ruleOf('Edit', 'Edit', { file_path: outside + text(words.input.file_path) }),
    isSingular: root !== '' || list(item.changes).length === 0,
    ...decisions,
  };
}

/** Codex asks for leave to call a tool of an MCP server as if the server asked for a form to be filled in. */
function askedMcpTool(params: Fields, { openItem }: Surroundings): Asked {
  const { tool_name: tool, tool_params: input, tool_description: description } = fields(params._meta);
  const item = openItem(({ type, server, tool: name }) => type === 'mcpToolCall' && server === params.serverName && name === tool);
  const name = `mcp__${text(params.serverName)}__${text(tool)}`;
  return {
    itemId: text(item?.id),
    words: { name, kind: 'other', subject: '', input: fields(input) },
    effect: oneLine(text(description) || text(params.message), 2000),
    diff: '',
    rule: ruleOf(name, name, {}),
    isSingular: text(tool) === '',
    allow: { action: 'accept', content: {}, _meta: null },
    deny: { action: 'decline', content: null, _meta: null },
  };
}
