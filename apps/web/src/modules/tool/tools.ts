import type { TFunction } from 'i18next';
import type { ShownTool } from '#ui/theme/tokens.ts';

/**
 * Product names, the same in every language. By hand: marks are on first pages, and the contract's list would bring the
 * whole schema library along.
 */
export const shownToolNames: Record<Exclude<ShownTool, 'other'>, string> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  'qwen-code': 'Qwen Code',
  openclaw: 'OpenClaw',
  gemini: 'Gemini',
  opencode: 'OpenCode',
};

function isNamed(tool: string): tool is keyof typeof shownToolNames {
  return Object.hasOwn(shownToolNames, tool);
}

/** The order in charts and filters. */
export const shownTools: readonly ShownTool[] = ['claude-code', 'codex', 'qwen-code', 'openclaw', 'gemini', 'opencode', 'other'];

/** The ledger names tools in free text: those without a mark of their own are `other`. */
export const shownTool = (tool: string): ShownTool => (isNamed(tool) ? tool : 'other');

/** A tool without a mark of its own goes by the name it came with. */
export function toolName(tool: string, t: TFunction): string {
  if (isNamed(tool)) return shownToolNames[tool];
  if (tool === 'api') return t('tool.api');
  return tool === '' || tool === 'other' ? t('tool.other') : tool;
}
