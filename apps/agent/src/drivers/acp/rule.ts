import { sound } from '../../text.ts';
import { hash, type ToolInput } from './tool-input.ts';

const mostLength = 2000;

/** What a request for leave is about, as the agent tells it. */
export interface Asked {
  /** The agent's own name of the tool, or its kind. */
  readonly tool: string;
  readonly kind: string;
  readonly title: string;
  readonly input: ToolInput;
  /** Absolute paths of all files that it names. */
  readonly paths: readonly string[];
  /** Of all content that was shown. */
  readonly contentDigest: string;
}

/**
 * What "Always" would allow: the very same command under the same conditions, the same files by the same tool, the same host. Whatever
 * has none of these is allowed only as it was shown, to the last letter. A later request is allowed if it gives the same rule, letter by
 * letter, so a rule never covers more than it says.
 */
export function ruleOf(asked: Asked): string {
  const rule = sound(`${asked.tool}(${scopeOf(asked)})`);
  return rule.length <= mostLength ? rule : sound(`${rule.slice(0, 1500)}… sha256:${hash(rule)})`);
}

function scopeOf({ kind, title, input, paths, contentDigest }: Asked): string {
  if (kind === 'execute' && input.command !== '')
    return input.conditions === '' ? input.command : `${input.command} with ${input.conditions}`;
  if (kind === 'fetch' && URL.canParse(input.url)) return `domain:${new URL(input.url).host}`;
  if (isAboutFiles(kind) && paths.length > 0) return paths.length === 1 ? paths.join() : JSON.stringify(paths);
  return `${title} sha256:${hash(`${input.digest} ${contentDigest} ${JSON.stringify(paths)}`)}`;
}

const isAboutFiles = (kind: string): boolean => ['read', 'edit', 'delete'].includes(kind);
