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

/** The one line that installs a tool on a machine. */
export const installLine = (tool: BuiltInTool) => `npm install -g ${packages[tool]}`;

/** Names that the tool takes for its models whatever the newest one is called. */
const aliases: Partial<Record<ToolId, readonly string[]>> = { 'claude-code': ['sonnet', 'opus', 'haiku'] };

const mostModels = 8;

/** Models to offer: the tool's own short names, then what was used in sessions of late. */
export function modelChoices(tool: ToolId, sessions: readonly Session[]): string[] {
  const used = sessions.filter((session) => session.tool === tool && session.model !== '').map(({ model }) => model);
  return [...new Set([...(aliases[tool] ?? []), ...used])].slice(0, mostModels);
}

/** Tools of a machine with which a session can be started. */
export const usableTools = (machine: Machine): MachineTool[] => machine.tools.filter(({ modes }) => modes.length > 0);

/** Modes of a tool on a machine, from the most careful on, and those withheld there. */
export function modesOf(tool: MachineTool | undefined): { offered: PermissionMode[]; withheld: MachineTool['withheldModes'] } {
  const withheld = tool?.withheldModes ?? [];
  return { offered: permissionModes.filter((mode) => tool?.modes.includes(mode) && !withheld.some((one) => one.mode === mode)), withheld };
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
