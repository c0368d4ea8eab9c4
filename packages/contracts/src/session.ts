import { z } from 'zod';
import { Count, Id, Instant, Line, PageInput, page } from './common.ts';
import { SessionEvent } from './session-events.ts';
import { PermissionMode, ToolId } from './tools.ts';

export const SessionStatus = z.enum(['starting', 'running', 'needs_you', 'idle', 'paused', 'ended', 'error']);
export type SessionStatus = z.infer<typeof SessionStatus>;

/** Tokens and cost of a session, from the ledger. `costUsd` is null where nothing had a price. */
export const SessionUsage = z.object({
  inputTokens: Count,
  outputTokens: Count,
  cacheReadTokens: Count,
  cacheWriteTokens: Count,
  requests: Count,
  costUsd: z.number().nullable(),
});
export type SessionUsage = z.infer<typeof SessionUsage>;

export const Session = z.object({
  id: Id,
  title: z.string(),
  tool: ToolId,
  toolVersion: z.string(),
  machine: z.object({ id: Id, name: z.string() }),
  owner: z.object({ id: Id, displayName: z.string() }),
  cwd: z.string(),
  gitRemote: z.string(),
  gitBranch: z.string(),
  model: z.string(),
  permissionMode: PermissionMode,
  status: SessionStatus,
  /** Why it is in error, or ended otherwise than by being stopped. */
  error: z.string().nullable(),
  usage: SessionUsage,
  createdAt: Instant,
  lastActivityAt: Instant,
  endedAt: Instant.nullable(),
});
export type Session = z.infer<typeof Session>;

export const ListSessions = PageInput.extend({
  search: z.string().trim().max(200).optional(),
  machineId: Id.optional(),
  /** Everybody's, for those who may see them; otherwise one's own. */
  everyone: z.boolean().default(false),
});
export type ListSessions = z.infer<typeof ListSessions>;
export const SessionPage = page(Session);
export type SessionPage = z.infer<typeof SessionPage>;

const Prompt = z.string().trim().min(1).max(200_000);

export const CreateSession = z.object({
  machineId: Id,
  tool: ToolId,
  /** Absolute, or below `~`. */
  cwd: z.string().trim().min(1).max(4096),
  model: z.string().trim().max(200).optional(),
  permissionMode: PermissionMode.default('ask'),
  title: Line(200).optional(),
  message: Prompt.optional(),
});
export type CreateSession = z.infer<typeof CreateSession>;
export const CreatedSession = z.object({ id: Id });

export const GetSession = z.object({ sessionId: Id });
export type GetSession = z.infer<typeof GetSession>;
export const SendMessage = z.object({ sessionId: Id, text: Prompt });
export type SendMessage = z.infer<typeof SendMessage>;
export const SentMessage = z.object({ messageId: Id });

export const Decision = z.enum(['allow_once', 'allow_always', 'deny']);
export type Decision = z.infer<typeof Decision>;
export const RespondToRequest = z.object({ sessionId: Id, requestId: z.string().min(1).max(200), decision: Decision });
export type RespondToRequest = z.infer<typeof RespondToRequest>;

export const UpdateSession = z.object({
  sessionId: Id,
  title: Line(200).optional(),
  model: z.string().trim().min(1).max(200).optional(),
  permissionMode: PermissionMode.optional(),
});
export type UpdateSession = z.infer<typeof UpdateSession>;

/** Resumed by the number of the last event seen; without one, from the beginning. */
export const FollowSession = z.object({ sessionId: Id, lastEventId: z.string().max(20).nullish() });
export type FollowSession = z.infer<typeof FollowSession>;
export const SessionUpdate = z.object({ seq: Count, at: Instant, event: SessionEvent });
export type SessionUpdate = z.infer<typeof SessionUpdate>;

/** That a session of this list changed, and how it is now. */
export const FollowSessions = z.object({ lastEventId: z.string().max(100).nullish() });
export type FollowSessions = z.infer<typeof FollowSessions>;
