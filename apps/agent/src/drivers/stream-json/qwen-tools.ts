/** Qwen Code's tools, by those of Claude Code that do the same. */
const likes = new Map([
  ['run_shell_command', 'Bash'],
  ['exec', 'Bash'],
  ['read_file', 'Read'],
  ['read_many_files', 'Read'],
  ['list_directory', 'LS'],
  ['read_mcp_resource', 'ReadMcpResourceTool'],
  ['edit', 'Edit'],
  ['write_file', 'Write'],
  ['notebook_edit', 'NotebookEdit'],
  ['glob', 'Glob'],
  ['grep_search', 'Grep'],
  ['lsp', 'LSP'],
  ['tool_search', 'ToolSearch'],
  ['web_fetch', 'WebFetch'],
  ['web_search', 'WebSearch'],
  ['monitor', 'Monitor'],
  ['task_stop', 'TaskStop'],
  ['agent', 'Agent'],
  ['todo_write', 'TodoWrite'],
  ['task_create', 'TaskCreate'],
  ['task_update', 'TaskUpdate'],
  ['task_list', 'TaskList'],
  ['enter_plan_mode', 'EnterPlanMode'],
  ['exit_plan_mode', 'ExitPlanMode'],
]);

export const likeTool = (name: string): string => likes.get(name) ?? name;
