import type { TFunction } from 'i18next';
import type { ShownTool } from '#ui/theme/tokens.ts';

/**
 * Product names, the same in every language. By hand: marks are on first pages, and the contract's list would bring the
 * whole schema library along.
 */
const productNames: Record<Exclude<ShownTool, 'api' | 'other'>, string> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  'qwen-code': 'Qwen Code',
  openclaw: 'OpenClaw',
  gemini: 'Gemini',
  opencode: 'OpenCode',
};

function isProduct(tool: string): tool is keyof typeof productNames {
  return Object.hasOwn(productNames, tool);
}

/** The order in charts and filters. */
export const shownTools: readonly ShownTool[] = ['claude-code', 'codex', 'qwen-code', 'openclaw', 'gemini', 'opencode', 'api', 'other'];

/** The ledger names tools in free text: those without a mark of their own are `other`. */
export const shownTool = (tool: string): ShownTool => (isProduct(tool) || tool === 'api' ? tool : 'other');

/** A tool without a mark of its own goes by the name it came with; `api` is what people run that is no CLI we know. */
export function toolName(tool: string, t: TFunction): string {
  if (isProduct(tool)) return productNames[tool];
  if (tool === 'api') return t('tool.api');
  return tool === '' || tool === 'other' ? t('tool.other') : tool;
}
