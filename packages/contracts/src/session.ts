import { z } from 'zod';
import { Count, Id, Instant, Line, PageInput, page } from './common.ts';
import { HistoryPolicy } from './machine.ts';
import { Images, SessionEvent } from './session-events.ts';
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
  tags: z.array(z.string()),
  forkedFromId: Id.nullable(),
  createdAt: Instant,
  lastActivityAt: Instant,
  endedAt: Instant.nullable(),
  /** Since when its calls, messages and answers are held. */
  pausedAt: Instant.nullable(),
  /** When its transcript was removed because it was older than transcripts are kept. */
  trimmedAt: Instant.nullable(),
});
export type Session = z.infer<typeof Session>;

export const ListSessions = PageInput.extend({
  search: z.string().trim().max(200).optional(),
  machineId: Id.optional(),
  userId: Id.optional(),
  tool: ToolId.optional(),
  status: z.array(SessionStatus).max(7).optional(),
  /** Everybody's, for those who may see them; otherwise one's own. */
  everyone: z.boolean().default(false),
});
export type ListSessions = z.infer<typeof ListSessions>;
export const SessionPage = page(Session);
export type SessionPage = z.infer<typeof SessionPage>;

const Prompt = z.string().trim().max(200_000);
const Tags = z.array(Line(40)).max(10);

export const CreateSession = z.object({
  machineId: Id,
  tool: ToolId,
  /** Absolute, or below `~`. */
  cwd: z.string().trim().min(1).max(4096),
  model: z.string().trim().max(200).optional(),
  /** As the tool's default on that machine says, else `ask`. */
  permissionMode: PermissionMode.optional(),
  title: Line(200).optional(),
  message: Prompt.optional(),
  images: Images.default([]),
  /** A conversation that the CLI keeps on that machine, to go on with; see `session.conversations`. */
  toolSessionId: z.string().trim().min(1).max(200).optional(),
});
export type CreateSession = z.infer<typeof CreateSession>;
export const CreatedSession = z.object({ id: Id });

export const GetSession = z.object({ sessionId: Id });
export type GetSession = z.infer<typeof GetSession>;
export const SendMessage = z
  .object({ sessionId: Id, text: Prompt, images: Images.default([]) })
  .refine(({ text, images }) => text !== '' || images.length > 0, { path: ['text'], error: 'Write something, or add a picture.' });
export type SendMessage = z.infer<typeof SendMessage>;
export const SentMessage = z.object({ messageId: Id });

export const Decision = z.enum(['allow_once', 'allow_always', 'deny']);
export type Decision = z.infer<typeof Decision>;
/** How far "Always" goes: this session, this folder on its machine, or all of this person's sessions on the machine. */
export const RuleScope = z.enum(['session', 'project', 'machine']);
export type RuleScope = z.infer<typeof RuleScope>;
export const RespondToRequest = z.object({
  sessionId: Id,
  requestId: z.string().min(1).max(200),
  decision: Decision,
  scope: RuleScope.default('session'),
});
export type RespondToRequest = z.infer<typeof RespondToRequest>;

export const UpdateSession = z.object({
  sessionId: Id,
  title: Line(200).optional(),
  model: z.string().trim().min(1).max(200).optional(),
  permissionMode: PermissionMode.optional(),
  tags: Tags.optional(),
});
export type UpdateSession = z.infer<typeof UpdateSession>;

/** Resumed by the number of the last event seen; without one, from the beginning. */
export const FollowSession = z.object({ sessionId: Id, lastEventId: z.string().max(20).nullish() });
export type FollowSession = z.infer<typeof FollowSession>;
export const SessionUpdate = z.object({ seq: Count, at: Instant, event: SessionEvent });
export type SessionUpdate = z.infer<typeof SessionUpdate>;

/** What was there before, page by page: events after a number, oldest first. */
export const ReadTranscript = z.object({ sessionId: Id, after: Count.default(0), limit: z.number().int().min(1).max(5000).default(1000) });
export type ReadTranscript = z.infer<typeof ReadTranscript>;
export const TranscriptPage = z.object({
  items: z.array(SessionUpdate),
  /** Whether there is more after the last of these. */
  more: z.boolean(),
});
export type TranscriptPage = z.infer<typeof TranscriptPage>;

/** That a session of this list changed, and how it is now. */
export const FollowSessions = z.object({
  lastEventId: z.string().max(100).nullish(),
  /** Everybody's, for those who may see them; otherwise one's own. */
  everyone: z.boolean().default(false),
});
export type FollowSessions = z.infer<typeof FollowSessions>;

/** A new session that begins with a copy of another one's conversation. */
export const ForkSession = z.object({ sessionId: Id, title: Line(200).optional() });
export type ForkSession = z.infer<typeof ForkSession>;

/** A permission request that waits for an answer of the caller. */
export const WaitingRequest = z.object({
  sessionId: Id,
  title: z.string(),
  tool: ToolId,
  machine: z.object({ id: Id, name: z.string() }),
  cwd: z.string(),
  requestId: z.string(),
  toolName: z.string(),
  subject: z.string(),
  effect: z.string(),
  /** JSON of the tool's input. */
  input: z.string(),
  diff: z.string(),
  rule: z.string(),
  createdAt: Instant,
});
export type WaitingRequest = z.infer<typeof WaitingRequest>;
/** The oldest first; `count` is of all. */
export const WaitingRequests = z.object({ items: z.array(WaitingRequest).max(100), count: Count });
export type WaitingRequests = z.infer<typeof WaitingRequests>;

/** What "Always" was said to. */
export const PermissionRule = z.object({
  id: Id,
  scope: RuleScope,
  tool: ToolId,
  machine: z.object({ id: Id, name: z.string() }),
  cwd: z.string(),
  session: z.object({ id: Id, title: z.string() }).nullable(),
  rule: z.string(),
  createdAt: Instant,
});
export type PermissionRule = z.infer<typeof PermissionRule>;
export const ListRules = PageInput.extend({ sessionId: Id.optional() });
export type ListRules = z.infer<typeof ListRules>;
export const RulePage = page(PermissionRule);
export type RulePage = z.infer<typeof RulePage>;
export const RevokeRule = z.object({ ruleId: Id });
export type RevokeRule = z.infer<typeof RevokeRule>;

/** What each turn used, from the ledger; a turn is named by the number of the event that began it. */
export const TurnUsages = z.object({ items: z.array(SessionUsage.extend({ seq: Count })).max(10_000) });
export type TurnUsages = z.infer<typeof TurnUsages>;

/** Of a folder of a machine that is one's own, as far as its history may be read. */
export const ListConversations = z.object({ machineId: Id, tool: ToolId, cwd: z.string().trim().min(1).max(4096) });
export type ListConversations = z.infer<typeof ListConversations>;
/** A conversation that a CLI keeps and that was not begun in Open ACE. */
export const Conversation = z.object({
  toolSessionId: z.string().min(1).max(200),
  /** When it was last written to. */
  at: Instant,
  bytes: Count,
  /** The first of the person's; '' where the history policy is not `full`. */
  words: z.string().max(200),
});
export type Conversation = z.infer<typeof Conversation>;
export const Conversations = z.object({ policy: HistoryPolicy, items: z.array(Conversation).max(30) });
export type Conversations = z.infer<typeof Conversations>;

/** Files below the session's folder whose path has these letters in this order, best first. */
export const FindFiles = z.object({ sessionId: Id, query: z.string().trim().max(200) });
export type FindFiles = z.infer<typeof FindFiles>;
export const FoundFiles = z.object({ items: z.array(z.object({ path: z.string(), folder: z.boolean() })).max(50) });
export type FoundFiles = z.infer<typeof FoundFiles>;
