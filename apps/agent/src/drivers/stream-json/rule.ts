import { createHash } from 'node:crypto';
import { sound } from '../../text.ts';
import { type Fields, text } from './fields.ts';

const mostLength = 2000;

/** Tools that change one file, named by its path. */
const pathOf: Record<string, string> = {
  Edit: 'file_path',
  MultiEdit: 'file_path',
  Write: 'file_path',
  Read: 'file_path',
  NotebookEdit: 'notebook_path',
};

/**
 * What "Always" would allow: the very same command, the same file by the same tool, the same host; otherwise the tool as a whole. A
 * later request is allowed if it gives the same rule, letter by letter, so a rule never covers more than it says. `like` is Claude
 * Code's name of the tool.
 */
export function ruleOf(tool: string, like: string, input: Fields): string {
  const about = scopeOf(like, input);
  return about === null ? sound(tool).slice(0, 200) : bounded(sound(tool), sound(about));
}

function scopeOf(tool: string, input: Fields): string | null {
  if (tool === 'Bash') {
    const command = text(input.command);
    const folder = text(input.directory);
    // Elsewhere, or outside the CLI's own sandbox, the same words do something else.
    if (folder !== '') return `in ${folder}: ${command}`;
    return input.dangerouslyDisableSandbox === true ? `without sandbox: ${command}` : command;
  }
  const field = pathOf[tool];
  if (field !== undefined) return text(input[field]);
  if (tool === 'WebFetch') return `domain:${hostOf(text(input.url))}`;
  if (tool === 'WebSearch') return text(input.query);
  return null;
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

/** Two long commands with the same beginning must not be one rule. */
function bounded(tool: string, about: string): string {
  const rule = `${tool}(${about})`;
  if (rule.length <= mostLength) return rule;
  const hash = createHash('sha256').update(about).digest('hex');
  return sound(`${tool}(${about.slice(0, 1500)}… sha256:${hash})`);
}
