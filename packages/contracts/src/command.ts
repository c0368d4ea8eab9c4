import { z } from 'zod';
import { Id } from './common.ts';
import { Images } from './session-events.ts';
import { PermissionMode, ToolId } from './tools.ts';

const sessionId = Id;

const AllowedRules = z.array(z.string().max(2000)).max(1000);

/** What an agent is told to do. */
export const CommandBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('session.start'),
    sessionId,
    tool: ToolId,
    cwd: z.string().max(4096),
    model: z.string().max(200),
    permissionMode: PermissionMode,
    /** The CLI's own session: a new id to begin with, or the one to go on with. A CLI that makes its own ids tells the real one. */
    toolSessionId: z.string().min(1).max(200),
    resume: z.boolean(),
    /** The CLI's session whose conversation this one begins with, and leaves as it is; null for none. */
    forkOf: z.string().min(1).max(200).nullable(),
    /** What need not be asked again. */
    allowedRules: AllowedRules,
    /** Added to the CLI's command line. */
    args: z.array(z.string().max(500)).max(30).default([]),
    /** The first message, with the id under which it stands in the transcript. */
    message: z.object({ messageId: Id, text: z.string(), images: Images }).nullable(),
    /** Where its LLM calls go, relative to the server's address, and with which token. Put in when the command is handed over, kept nowhere. */
    gateway: z.object({ path: z.string(), token: z.string() }).nullable(),
  }),
  z.object({ kind: z.literal('session.send'), sessionId, messageId: Id, text: z.string(), images: Images }),
  z.object({
    kind: z.literal('session.respond'),
    sessionId,
    requestId: z.string().max(200),
    behavior: z.enum(['allow', 'deny']),
    /** Allowed from now on: a like request is not asked again. */
    rule: z.string().max(2000).nullable(),
  }),
  /** What is allowed from now on, in place of all that was. */
  z.object({ kind: z.literal('session.setRules'), sessionId, allowedRules: AllowedRules }),
  z.object({ kind: z.literal('session.interrupt'), sessionId }),
  z.object({ kind: z.literal('session.setModel'), sessionId, model: z.string().max(200) }),
  z.object({ kind: z.literal('session.setMode'), sessionId, permissionMode: PermissionMode }),
  z.object({ kind: z.literal('session.stop'), sessionId }),
  z.object({ kind: z.literal('collection.sweep') }),
  z.object({ kind: z.literal('tool.install'), tool: ToolId, package: z.string().max(214), version: z.string().max(60) }),
  z.object({ kind: z.literal('log.tail'), lines: z.number().int().min(1).max(2000) }),
  /** The new credential is put in when the command is handed over. The old one is dead once the agent has come with the new one. */
  z.object({ kind: z.literal('credential.rotate'), credential: z.string().nullable() }),
  z.object({ kind: z.literal('folder.list'), path: z.string().max(4096) }),
  z.object({
    kind: z.literal('conversation.list'),
    tool: ToolId,
    cwd: z.string().max(4096),
    /** Whether the first words of each go along. */
    withWords: z.boolean(),
  }),
  z.object({ kind: z.literal('file.find'), cwd: z.string().max(4096), query: z.string().max(200) }),
]);
export type CommandBody = z.infer<typeof CommandBody>;
export type CommandKind = CommandBody['kind'];

export const AgentCommand = z.object({ id: Id, body: CommandBody });
export type AgentCommand = z.infer<typeof AgentCommand>;

/** Resumed by the id of the last command seen. */
export const FollowCommands = z.object({ instanceId: z.string().min(16).max(128), lastEventId: z.string().max(100).nullish() });
export type FollowCommands = z.infer<typeof FollowCommands>;

/** For an agent that no line can be held to. `everything`: also what was handed over before and is not finished. */
export const PollCommands = z.object({ instanceId: z.string().min(16).max(128), everything: z.boolean() });
export type PollCommands = z.infer<typeof PollCommands>;
export const PolledCommands = z.object({ items: z.array(AgentCommand) });
export type PolledCommands = z.infer<typeof PolledCommands>;

export const ReportCommand = z.object({
  commandId: Id,
  /** `unknown`: found started but unfinished after a crash, and not run again. */
  status: z.enum(['started', 'progress', 'done', 'failed', 'unknown']),
  /** The end of what it has said so far. */
  progress: z.string().max(20_000).nullish(),
  /** JSON, of a form that its kind defines. */
  result: z.string().max(500_000).nullish(),
  error: z.string().max(2000).nullish(),
});
export type ReportCommand = z.infer<typeof ReportCommand>;
