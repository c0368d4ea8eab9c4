import { z } from 'zod';

/** The coding CLIs that Open ACE comes with a driver or a reader for. */
export const BuiltInTool = z.enum(['claude-code', 'qwen-code', 'codex', 'openclaw']);
export type BuiltInTool = z.infer<typeof BuiltInTool>;

/** A built-in one, or an agent that an administrator added. */
export const ToolId = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'Give a short name of small letters, digits and dashes.');
export type ToolId = z.infer<typeof ToolId>;

export const isBuiltIn = (tool: string): tool is BuiltInTool => BuiltInTool.safeParse(tool).success;

/** What a tool may do without asking; mapped honestly per CLI by its driver. */
export const PermissionMode = z.enum(['plan', 'ask', 'auto-edit', 'full-auto']);
export type PermissionMode = z.infer<typeof PermissionMode>;

/** The npm package that installs each tool, in the version that Open ACE was tested with, and the oldest Node that it runs with. */
export const toolPackages: Record<BuiltInTool, { name: string; version: string; node: string }> = {
  'claude-code': { name: '@anthropic-ai/claude-code', version: '2.1.330', node: '18.0.0' },
  'qwen-code': { name: '@qwen-code/qwen-code', version: '0.24.4', node: '20.0.0' },
  codex: { name: '@openai/codex', version: '0.169.0', node: '16.0.0' },
  openclaw: { name: 'openclaw', version: '2026.9.6', node: '24.16.0' },
};

export const toolNames: Record<BuiltInTool, string> = {
  'claude-code': 'Claude Code',
  'qwen-code': 'Qwen Code',
  codex: 'Codex',
  openclaw: 'OpenClaw',
};

/** What a tool is called in sentences; one that was added goes by its id where its name is not at hand. */
export const toolName = (tool: string): string => (isBuiltIn(tool) ? toolNames[tool] : tool);
