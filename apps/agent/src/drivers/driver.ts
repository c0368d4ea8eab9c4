import type { MachineTool } from '@open-ace/contracts/machine';
import type { Image, SessionEvent } from '@open-ace/contracts/session-events';
import type { PermissionMode, ToolId } from '@open-ace/contracts/tools';
import type { FoundTool } from '../facts/tools.ts';

/** What a driver needs to start a CLI for one session. */
export interface SessionStart {
  readonly tool: FoundTool;
  /** Absolute, links resolved. */
  readonly cwd: string;
  /** '' for the CLI's own default. */
  readonly model: string;
  readonly permissionMode: PermissionMode;
  /** The CLI's own session, for a CLI that takes one. */
  readonly toolSessionId: string;
  /** Go on with it, if the CLI still has it. */
  readonly resume: boolean;
  /** The CLI's session to begin with a copy of; null for none. */
  readonly forkOf: string | null;
  readonly allowedRules: readonly string[];
  /** What an administrator adds to the CLI's command line; a driver takes only what it knows to be harmless. */
  readonly args: readonly string[];
  readonly gateway: { readonly url: string; readonly token: string };
  /** Takes what happens in the session. Slow to resolve while there is no room: a driver awaits it before it reads on. */
  readonly emit: (event: SessionEvent) => Promise<void>;
}

export interface ProcessEnd {
  /** Null: killed. */
  readonly exitCode: number | null;
  /** The end of what it wrote on stderr, without secrets. */
  readonly stderr: string;
}

/** What a person sends. */
export interface Prompt {
  readonly text: string;
  readonly images: readonly Image[];
}

/** A CLI at work for one session. Every method throws a Refusal where the CLI does not do it. */
export interface DriverSession {
  /** The CLI's own session as it is kept there. */
  readonly toolSessionId: string;
  /** A turn is under way. */
  readonly isBusy: boolean;
  send(prompt: Prompt): Promise<void>;
  /** Answers an open permission request; with a rule, requests like it are not asked again. */
  respond(requestId: string, behavior: 'allow' | 'deny', rule: string | null): Promise<void>;
  /** What need not be asked any more, in place of all that was. */
  setRules(rules: readonly string[]): void;
  interrupt(): Promise<void>;
  /** False: not while this process runs; it must be started again with that model. */
  setModel(model: string): Promise<boolean>;
  /** As `setModel`. */
  setMode(mode: PermissionMode): Promise<boolean>;
  /** Ends the process: gently at first, by force in the end. */
  stop(): Promise<void>;
  /** Resolves when the process has ended and all that it said is emitted. */
  readonly ended: Promise<ProcessEnd>;
}

/** How the sessions of one tool are run. */
export interface Driver {
  readonly tool: ToolId;
  /** For sentences. */
  readonly name: string;
  /** The CLI's program, as it is called on PATH. */
  readonly program: string;
  /** The version of the program at a path, '' where there is none; for a CLI that does not tell it when asked `--version`. */
  findVersion?(path: string): Promise<string>;
  /** What can be done with this version of the CLI here. A mode that the CLI has no like of is not among `modes`. */
  describe(version: string): Omit<MachineTool, 'tool' | 'name' | 'version'>;
  /** Resolves once the CLI answers; throws a Refusal that says why it does not. */
  start(start: SessionStart): Promise<DriverSession>;
}
