import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The CLIs that these tests run. */
export type TestedTool = 'claude-code' | 'qwen-code' | 'codex';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

/** As each is called on PATH. */
export const programNames: Record<TestedTool, string> = { 'claude-code': 'claude', 'qwen-code': 'qwen', codex: 'codex' };

/** The real program, as npm installed it; another Claude Code where OPENACE_TEST_CLAUDE names its folder. */
export function programOf(tool: TestedTool): string {
  switch (tool) {
    case 'claude-code':
      return join(process.env.OPENACE_TEST_CLAUDE ?? claudeFolder(), 'claude');
    case 'qwen-code':
      return join(modules, '@qwen-code/qwen-code/cli-entry.js');
    case 'codex':
      return join(modules, '@openai/codex/bin/codex.js');
  }
}

/** The binary for this platform needs no script of npm's to be put into its place. */
function claudeFolder(): string {
  const packages = join(modules, '@anthropic-ai');
  const name = readdirSync(packages).find((entry) => entry.startsWith(`claude-code-${process.platform}-${process.arch}`));
  if (!name) throw new Error(`There is no Claude Code for ${process.platform} on ${process.arch} in ${packages}.`);
  return join(packages, name);
}
