import { z } from 'zod';

/** The coding CLIs that Open ACE starts or reads. */
export const ToolId = z.enum(['claude-code', 'qwen-code', 'codex', 'openclaw']);
export type ToolId = z.infer<typeof ToolId>;

/** What a tool may do without asking; mapped honestly per CLI by its driver. */
export const PermissionMode = z.enum(['plan', 'ask', 'auto-edit', 'full-auto']);
export type PermissionMode = z.infer<typeof PermissionMode>;

export const toolNames: Record<ToolId, string> = {
  'claude-code': 'Claude Code',
  'qwen-code': 'Qwen Code',
  codex: 'Codex',
  openclaw: 'OpenClaw',
};
