import { z } from 'zod';
import { Count, Id } from './common.ts';
import { PermissionMode } from './tools.ts';

/** Text and JSON of a CLI, bounded: what is longer is cut by the agent, which says so in the text. */
const Text = z.string().max(400_000);
const itemId = z.string().min(1).max(200);

/** What a tool does, in ACP's words. */
export const ToolKind = z.enum(['read', 'edit', 'delete', 'move', 'search', 'execute', 'think', 'fetch', 'other']);
export type ToolKind = z.infer<typeof ToolKind>;

/** A picture, small enough to travel inside of an event. */
export const Image = z.object({
  mediaType: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
  /** Base64. */
  data: z.base64().max(2_000_000),
});
export type Image = z.infer<typeof Image>;
/** All together small enough for one request, whichever way it goes. */
export const MOST_IMAGE_DATA = 3_000_000;
export const Images = z
  .array(Image)
  .max(5)
  .refine((images) => images.reduce((sum, { data }) => sum + data.length, 0) <= MOST_IMAGE_DATA, 'The pictures are too large together.');

/** Something that is typed as `/name` and that the CLI understands. */
export const SlashCommand = z.object({ name: z.string().min(1).max(100), description: z.string().max(500), hint: z.string().max(200) });
export type SlashCommand = z.infer<typeof SlashCommand>;

export const ToolStatus = z.enum(['running', 'done', 'failed', 'denied', 'cancelled']);
export type ToolStatus = z.infer<typeof ToolStatus>;

/** What happens in a session, whatever the CLI: shaped like ACP's `session/update`. */
export const SessionEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('user_message'), messageId: Id, text: Text, images: Images.optional() }),
  z.object({ type: z.literal('turn_started') }),
  /** A piece of the agent's words; the whole follows in `message` under the same id and stands for all its pieces. */
  z.object({ type: z.literal('message_delta'), itemId, text: Text }),
  z.object({ type: z.literal('message'), itemId, text: Text }),
  z.object({ type: z.literal('thought_delta'), itemId, text: Text }),
  z.object({ type: z.literal('thought'), itemId, text: Text }),
  z.object({
    type: z.literal('tool_call'),
    toolCallId: itemId,
    /** The CLI's own name of the tool, and what it is about in a few words: a command, a path. */
    name: z.string().max(200),
    kind: ToolKind.optional(),
    subject: z.string().max(2000),
    /** JSON of the tool's input. */
    input: Text,
  }),
  z.object({
    type: z.literal('tool_result'),
    toolCallId: itemId,
    status: ToolStatus,
    output: Text,
    durationMs: Count.nullable(),
    exitCode: z.number().int().nullable(),
    /** Unified diff of what an edit changed; empty where none is known. */
    diff: Text,
    images: Images.optional(),
  }),
  z.object({
    type: z.literal('permission_request'),
    requestId: itemId,
    toolCallId: itemId.nullable(),
    toolName: z.string().max(200),
    subject: z.string().max(2000),
    /** What the tool says it will do, in a line. */
    effect: z.string().max(2000),
    input: Text,
    /** What would become of a file that is there already, as a unified diff, where the input alone does not say it. */
    diff: Text.optional(),
    /** What "Always" would allow for the rest of this session, in words that the agent can match again. */
    rule: z.string().max(2000),
  }),
  z.object({
    type: z.literal('permission_resolved'),
    requestId: itemId,
    decision: z.enum(['allow_once', 'allow_always', 'deny', 'cancelled']),
    /** Who decided; empty when a rule did or the request was withdrawn. */
    by: z.string().max(200),
  }),
  z.object({
    type: z.literal('plan'),
    entries: z.array(z.object({ text: z.string().max(2000), status: z.enum(['open', 'active', 'done']) })).max(200),
  }),
  /** What of its window the conversation fills, in tokens; null where the CLI does not tell how large the window is. */
  z.object({ type: z.literal('context'), usedTokens: Count, windowTokens: Count.nullable() }),
  /** The slash commands that the CLI offers, all of them; told anew when they change. */
  z.object({ type: z.literal('commands'), commands: z.array(SlashCommand).max(500) }),
  z.object({ type: z.literal('model_changed'), model: z.string().max(200) }),
  z.object({ type: z.literal('mode_changed'), permissionMode: PermissionMode }),
  /** The provider asked to wait, a line was cut and is tried again: worth a word, not the end of the turn. */
  z.object({ type: z.literal('notice'), reason: z.enum(['retrying', 'info']), text: z.string().max(4000), retryInMs: Count.nullable() }),
  z.object({ type: z.literal('error'), message: z.string().max(8000) }),
  z.object({ type: z.literal('turn_ended'), outcome: z.enum(['completed', 'interrupted', 'failed']), durationMs: Count.nullable() }),
  /** The CLI process is there: its own session id and version. */
  z.object({
    type: z.literal('process_started'),
    toolSessionId: z.string().max(200),
    toolVersion: z.string().max(100),
    model: z.string().max(200),
    gitRemote: z.string().max(1000),
    gitBranch: z.string().max(300),
  }),
  /** `exitCode` null: killed, or never started. The session can be resumed unless it was stopped. */
  z.object({
    type: z.literal('process_ended'),
    reason: z.enum(['stopped', 'exited', 'failed']),
    exitCode: z.number().int().nullable(),
    message: z.string().max(8000),
  }),
]);
export type SessionEvent = z.infer<typeof SessionEvent>;
export type SessionEventType = SessionEvent['type'];

/** One event in the agent's box: numbered per boot, kept on its disk until acknowledged. */
export const BoxItem = z.object({
  seq: Count,
  sessionId: Id,
  /** Epoch milliseconds. */ at: z.number().int().positive(),
  event: SessionEvent,
});
export type BoxItem = z.infer<typeof BoxItem>;
export const PushEvents = z.object({ boxId: z.string().min(8).max(100), items: z.array(BoxItem).min(1).max(500) });
export type PushEvents = z.infer<typeof PushEvents>;
/** All up to here were taken over; what comes next is `acknowledged + 1`. */
export const PushedEvents = z.object({ acknowledged: Count });
export type PushedEvents = z.infer<typeof PushedEvents>;
