import { readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The CLIs that these tests run; the last three, which are slow or want another Node, in `npm run test:clis` alone. */
export type TestedTool = 'claude-code' | 'qwen-code' | 'codex' | 'openclaw' | 'opencode' | 'gemini';

/** Those that a run is about: what `npm run test:clis` says, else the three that start at once. */
export const testedTools = (process.env.OPENACE_TESTED_TOOLS?.split(' ') ?? ['claude-code', 'qwen-code', 'codex']) as TestedTool[];
/** How much longer than usual they may take. */
export const slowness = process.env.OPENACE_TESTED_TOOLS === undefined ? 1 : 4;

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));
const slowModules = fileURLToPath(new URL('../slow/node_modules/', import.meta.url));
const platform = `${process.platform}-${process.arch}`;

/** As each is called on PATH. */
export const programNames: Record<TestedTool, string> = {
  'claude-code': 'claude',
  'qwen-code': 'qwen',
  codex: 'codex',
  openclaw: 'openclaw',
  opencode: 'opencode',
  gemini: 'gemini',
};

/** The real program, as npm installed it; another Claude Code where OPENACE_TEST_CLAUDE names its folder. */
export function programOf(tool: TestedTool): string {
  switch (tool) {
    case 'claude-code':
      return join(process.env.OPENACE_TEST_CLAUDE ?? claudeFolder(), 'claude');
    case 'qwen-code':
      return join(modules, '@qwen-code/qwen-code/cli-entry.js');
    case 'codex':
      return join(modules, '@openai/codex/bin/codex.js');
    case 'openclaw':
      return join(slowModules, 'openclaw/openclaw.mjs');
    case 'opencode':
      return openCodeBinary();
    case 'gemini':
      return join(slowModules, '@google/gemini-cli/bundle/gemini.js');
  }
}

/** Puts a CLI into a folder of PATH, with the Node that it needs where that is another than ours. */
export function linkProgram(tool: TestedTool, folder: string): void {
  symlinkSync(programOf(tool), join(folder, programNames[tool]));
  if (tool === 'openclaw') symlinkSync(join(slowModules, `node24-${platform}/bin/node`), join(folder, 'node'));
}

/** The binary for this platform needs no script of npm's to be put into its place. */
function claudeFolder(): string {
  const packages = join(modules, '@anthropic-ai');
  const name = readdirSync(packages).find((entry) => entry.startsWith(`claude-code-${platform}`));
  if (!name) throw new Error(`There is no Claude Code for ${process.platform} on ${process.arch} in ${packages}.`);
  return join(packages, name);
}

/** As that of Claude Code. */
function openCodeBinary(): string {
  const launcher = createRequire(realpathSync(join(slowModules, 'opencode-ai/package.json')));
  return join(dirname(launcher.resolve(`opencode-${platform}/package.json`)), 'bin/opencode');
}
