import type { ToolKind } from '@open-ace/contracts/session-events';

/** Of Claude Code's tools, and of others' that it has no like of. */
const kinds = new Map<string, ToolKind>([
  ...kind('read', 'Read', 'LS', 'TaskOutput', 'BashOutput', 'ListMcpResourcesTool', 'ReadMcpResourceTool', 'zoom_image', 'display_image'),
  ...kind('edit', 'Edit', 'MultiEdit', 'Write', 'NotebookEdit'),
  ...kind('search', 'Glob', 'Grep', 'LSP', 'ToolSearch'),
  ...kind('execute', 'Bash', 'PowerShell', 'Monitor', 'KillShell', 'TaskStop'),
  ...kind('fetch', 'WebFetch', 'WebSearch'),
  ...kind('think', 'Agent', 'Task', 'TodoWrite', 'TaskCreate', 'TaskUpdate', 'TaskList', 'EnterPlanMode', 'ExitPlanMode'),
]);

function kind(kind: ToolKind, ...names: string[]): [string, ToolKind][] {
  return names.map((name) => [name, kind]);
}

/** What a tool does; by Claude Code's name of it. */
export const kindOf = (tool: string): ToolKind => kinds.get(tool) ?? 'other';
