import { z } from 'zod';

/** The coding CLIs that Open ACE starts or reads. */
export const ToolId = z.enum(['claude-code', 'qwen-code', 'codex', 'openclaw']);
export type ToolId = z.infer<typeof ToolId>;

/** What a tool may do without asking; mapped honestly per CLI by its driver. */
export const PermissionMode = z.enum(['plan', 'ask', 'auto-edit', 'full-auto']);
export type PermissionMode = z.infer<typeof PermissionMode>;

/** The npm package that installs each tool, in the version that Open ACE was tested with, and the oldest Node that it runs with. */
export const toolPackages: Record<ToolId, { name: string; version: string; node: string }> = {
  'claude-code': { name: '@anthropic-ai/claude-code', version: '2.1.330', node: '18.0.0' },
  'qwen-code': { name: '@qwen-code/qwen-code', version: '0.24.4', node: '20.0.0' },
  codex: { name: '@openai/codex', version: '0.169.0', node: '16.0.0' },
  openclaw: { name: 'openclaw', version: '2026.9.6', node: '24.16.0' },
};

export const toolNames: Record<ToolId, string> = {
  'claude-code': 'Claude Code',
  'qwen-code': 'Qwen Code',
  codex: 'Codex',
  openclaw: 'OpenClaw',
};
