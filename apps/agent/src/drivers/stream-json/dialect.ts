import type { BuiltInTool, PermissionMode } from '@open-ace/contracts/tools';
import type { CliCommand } from '../cli-process.ts';
import type { Driver, SessionStart } from '../driver.ts';
import type { Fields } from './fields.ts';
import type { SecretSettings } from './secret-settings.ts';

/** How a CLI is started for a session. */
export interface Launch {
  readonly command: CliCommand;
  /** What the person should know about that; null for nothing. */
  readonly note: string | null;
  /** The file that it takes its secret from, if it does. */
  readonly settings: SecretSettings | null;
}

/** What differs between the CLIs that speak stream-json. */
export interface Dialect {
  readonly tool: BuiltInTool;
  readonly program: string;
  describe(version: string): ReturnType<Driver['describe']>;
  /** Throws a Refusal where it cannot be started so. */
  launch(start: SessionStart): Promise<Launch>;
  wordFor(mode: PermissionMode): string;
  modeOf(word: string): PermissionMode | undefined;
  /** Whether a running process can change from one mode to another; throws a Refusal where no process can. */
  mayChangeTo(mode: PermissionMode, current: PermissionMode): boolean;
  /** Why no picture can go with a message, in words for people; '' where one can. */
  readonly imageProblem: string;
  /** Claude Code's name for the tool of this name, after which everything here goes; the name itself where there is no like of it. */
  likeTool(name: string): string;
  /** What the end of a tool says beside its words, as Claude Code tells it in `tool_use_result`. */
  detailsOf(message: Fields, output: string): Fields;
  /** The CLI's own words about an error, put into the agent's mouth. The end of the turn has them too. */
  isErrorText(words: string): boolean;
  /** The tokens that a request sent, of its usage. */
  sentTokens(usage: Fields): number;
  /** The control request that tells how large the model's window is; null where the end of each turn does. */
  readonly windowRequest: string | null;
}
