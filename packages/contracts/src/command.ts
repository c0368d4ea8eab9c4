import { z } from 'zod';
import { Id } from './common.ts';
import { PermissionMode, ToolId } from './tools.ts';

const sessionId = Id;

/** What an agent is told to do. */
export const CommandBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('session.start'),
    sessionId,
    tool: ToolId,
    cwd: z.string().max(4096),
    model: z.string().max(200),
    permissionMode: PermissionMode,
    /** The CLI's own session: a new id to begin with, or the one to go on with. */
    toolSessionId: z.uuid(),
    resume: z.boolean(),
    /** Rules that were allowed for this session before. */
    allowedRules: z.array(z.string().max(2000)).max(500),
    /** The first message, with the id under which it stands in the transcript. */
    message: z.object({ messageId: Id, text: z.string() }).nullable(),
    /** Where its LLM calls go, relative to the server's address, and with which token. Put in when the command is handed over, kept nowhere. */
    gateway: z.object({ path: z.string(), token: z.string() }).nullable(),
  }),
  z.object({ kind: z.literal('session.send'), sessionId, messageId: Id, text: z.string() }),
  z.object({
    kind: z.literal('session.respond'),
    sessionId,
    requestId: z.string().max(200),
    behavior: z.enum(['allow', 'deny']),
    /** Kept by the agent for the life of the session: a like request is not asked again. */
    rule: z.string().max(2000).nullable(),
  }),
  z.object({ kind: z.literal('session.interrupt'), sessionId }),
  z.object({ kind: z.literal('session.setModel'), sessionId, model: z.string().max(200) }),
  z.object({ kind: z.literal('session.setMode'), sessionId, permissionMode: PermissionMode }),
  z.object({ kind: z.literal('session.stop'), sessionId }),
  z.object({ kind: z.literal('collection.sweep') }),
  z.object({ kind: z.literal('folder.list'), path: z.string().max(4096) }),
]);
export type CommandBody = z.infer<typeof CommandBody>;
export type CommandKind = CommandBody['kind'];

export const AgentCommand = z.object({ id: Id, body: CommandBody });
export type AgentCommand = z.infer<typeof AgentCommand>;

/** Resumed by the id of the last command seen. */
export const FollowCommands = z.object({ instanceId: z.string().min(16).max(128), lastEventId: z.string().max(100).nullish() });
export type FollowCommands = z.infer<typeof FollowCommands>;

export const ReportCommand = z.object({
  commandId: Id,
  /** `unknown`: found started but unfinished after a crash, and not run again. */
  status: z.enum(['started', 'done', 'failed', 'unknown']),
  /** JSON, of a form that its kind defines. */
  result: z.string().max(500_000).nullish(),
  error: z.string().max(2000).nullish(),
});
export type ReportCommand = z.infer<typeof ReportCommand>;
