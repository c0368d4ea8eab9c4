import type { Machine, MachineTool } from '@open-ace/contracts/machine';
import type { Session } from '@open-ace/contracts/session';
import type { BuiltInTool, PermissionMode, ToolId } from '@open-ace/contracts/tools';

/** From the most careful on. By hand: the contract's list would bring the whole schema library into the first load. */
export const permissionModes: readonly PermissionMode[] = ['plan', 'ask', 'auto-edit', 'full-auto'];

/** Tools whose sessions agents can start. */
export const drivenTools: readonly BuiltInTool[] = ['claude-code', 'codex', 'qwen-code', 'openclaw'];

const packages: Record<BuiltInTool, string> = {
  'claude-code': '@anthropic-ai/claude-code',
  'qwen-code': '@qwen-code/qwen-code',
  codex: '@openai/codex',
  openclaw: 'openclaw',
};

/** The one line that installs a tool on a machine; null for one that an administrator added. */
export function installLine(tool: ToolId): string | null {
  const builtIn = drivenTools.find((each) => each === tool);
  return builtIn ? `npm install -g ${packages[builtIn]}` : null;
}

/** Names that the tool takes for its models whatever the newest one is called. */
const aliases: Partial<Record<ToolId, readonly string[]>> = { 'claude-code': ['sonnet', 'opus', 'haiku'] };

const mostModels = 8;

/** Models to offer: what is preset, the tool's own short names, then what was used in sessions of late. */
export function modelChoices(tool: ToolId, sessions: readonly Session[], preset = ''): string[] {
  const used = sessions.filter((session) => session.tool === tool && session.model !== '').map(({ model }) => model);
  return [...new Set([preset, ...(aliases[tool] ?? []), ...used])].filter(Boolean).slice(0, mostModels);
}

/** Tools of a machine with which a session can be started. */
export const usableTools = (machine: Machine): MachineTool[] =>
  machine.tools.filter(({ modes, problem }) => modes.length > 0 && problem === '');

/** A tool to choose on a machine; without one that is installed it can be chosen to be installed. */
export interface ToolChoice {
  tool: ToolId;
  installed: MachineTool | null;
}

/** Tools that can be started, then those that something is wrong with, then those that could be there. */
export function toolChoices(machine: Machine): ToolChoice[] {
  const usable = usableTools(machine);
  const broken = machine.tools.filter(({ problem }) => problem !== '');
  const installed = [...usable, ...broken].map((each) => ({ tool: each.tool, installed: each }));
  const missing = drivenTools.filter((tool) => !machine.tools.some((each) => each.tool === tool));
  return [...installed, ...missing.map((tool) => ({ tool, installed: null }))];
}

/** Modes of a tool on a machine, from the most careful on, and those withheld there. */
export function modesOf(tool: MachineTool | undefined): { offered: PermissionMode[]; withheld: MachineTool['withheldModes'] } {
  const withheld = tool?.withheldModes ?? [];
  return { offered: permissionModes.filter((mode) => tool?.modes.includes(mode) && !withheld.some((one) => one.mode === mode)), withheld };
}

/** The mode that is wanted where the tool has it there, else asking, else the most careful one. */
export function modeOn(tool: MachineTool | undefined, wanted: PermissionMode): PermissionMode {
  const { offered } = modesOf(tool);
  if (offered.includes(wanted)) return wanted;
  return offered.includes('ask') ? 'ask' : (offered[0] ?? wanted);
}

/** Online first, then by name. */
export function byPresence(machines: readonly Machine[]): Machine[] {
  const rank = ({ status }: Machine) => (status === 'offline' ? 1 : 0);
  return [...machines].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** What a new session begins with: as the one before, or the first machine that is there. */
export type SessionChoice = {
  machineId: string;
  tool: ToolId;
  cwd: string;
  model: string;
  permissionMode: PermissionMode;
};

/** The session that was started last, whichever was active last. */
export function lastStarted(sessions: readonly Session[], userId: string): Session | undefined {
  return sessions
    .filter(({ owner }) => owner.id === userId)
    .reduce<Session | undefined>((last, each) => (last && last.id > each.id ? last : each), undefined);
}

export function choiceOf({ machine, tool, cwd, model, permissionMode }: Session): SessionChoice {
  return { machineId: machine.id, tool, cwd, model, permissionMode };
}

/** Whether the conversations are found that it had in a terminal. */
export const keepsConversations = (tool: ToolId): boolean => ['claude-code', 'qwen-code', 'codex'].includes(tool);
