import type { PermissionMode, ToolId } from '@open-ace/contracts/tools';
import type { CliCommand } from '../cli-process.ts';
import type { SessionStart } from '../driver.ts';

/** What differs between the CLIs that speak stream-json. */
export interface Dialect {
  readonly tool: ToolId;
  /** How to start it for a session, and what the person should know about that; throws a Refusal where it cannot be. */
  command(start: SessionStart): Promise<{ command: CliCommand; note: string | null }>;
  wordFor(mode: PermissionMode): string;
  modeOf(word: string): PermissionMode | undefined;
  /** Whether a running process can change from one mode to another; throws a Refusal where no process can. */
  mayChangeTo(mode: PermissionMode, current: PermissionMode): boolean;
}
