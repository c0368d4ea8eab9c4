import type { SessionEvent } from '@open-ace/contracts/session-events';
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
  /** The CLI's own session. */
  readonly toolSessionId: string;
  /** Go on with it, if the CLI still has it. */
  readonly resume: boolean;
  readonly allowedRules: readonly string[];
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

/** A CLI at work for one session. Every method throws a Refusal where the CLI does not do it. */
export interface DriverSession {
  /** A turn is under way. */
  readonly isBusy: boolean;
  send(text: string): Promise<void>;
  /** Answers an open permission request; with a rule, requests like it are not asked again. */
  respond(requestId: string, behavior: 'allow' | 'deny', rule: string | null): Promise<void>;
  interrupt(): Promise<void>;
  setModel(model: string): Promise<void>;
  /** False: not while this process runs; it must be started again in that mode. */
  setMode(mode: PermissionMode): Promise<boolean>;
  /** Ends the process: gently at first, by force in the end. */
  stop(): Promise<void>;
  /** Resolves when the process has ended and all that it said is emitted. */
  readonly ended: Promise<ProcessEnd>;
}

/** How the sessions of one tool are run. */
export interface Driver {
  readonly tool: ToolId;
  /** Resolves once the CLI answers; throws a Refusal that says why it does not. */
  start(start: SessionStart): Promise<DriverSession>;
}
