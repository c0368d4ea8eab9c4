import type { Image, SessionEvent, ToolKind as ToldKind, ToolStatus } from '@open-ace/contracts/session-events';
import type { PermissionMode } from '@open-ace/contracts/tools';

type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;

/** `key` never changes while the item stands for the same thing; `at` is epoch milliseconds. */
interface Base {
  key: string;
  at: number;
}

export interface UserItem extends Base {
  kind: 'user';
  /** Number of its event. */
  seq: number;
  messageId: string;
  text: string;
  images: readonly Image[];
}

/** The agent's words. `streaming` while more of them may come; then `partial` if the whole never came. */
export interface MessageItem extends Base {
  kind: 'message';
  text: string;
  streaming: boolean;
  partial: boolean;
}

export interface ThoughtItem extends Base {
  kind: 'thought';
  text: string;
  streaming: boolean;
  partial: boolean;
  /** From what came before it until it was whole; null while it is not. */
  durationMs: number | null;
}

export interface ToolItem extends Base {
  kind: 'tool';
  toolCallId: string;
  name: string;
  /** What the CLI says the tool does, where it says so. */
  told: ToldKind | undefined;
  subject: string;
  /** JSON of the tool's input. */
  input: string;
  status: ToolStatus;
  output: string;
  durationMs: number | null;
  exitCode: number | null;
  /** Unified diff; empty where none is known. */
  diff: string;
  images: readonly Image[];
}

type RequestEvent = EventOf<'permission_request'>;
export type PermissionDecision = EventOf<'permission_resolved'>['decision'];

export interface PermissionItem extends Base, Omit<RequestEvent, 'type'> {
  kind: 'permission';
  /** Null while it waits for an answer. */
  decision: PermissionDecision | null;
  /** Who decided; empty when a rule did or nobody. */
  by: string;
}

export type PlanEntry = EventOf<'plan'>['entries'][number];

export interface PlanItem extends Base {
  kind: 'plan';
  entries: readonly PlanEntry[];
}

export interface NoticeItem extends Base {
  kind: 'notice';
  reason: EventOf<'notice'>['reason'];
  text: string;
  retryInMs: number | null;
}

export interface ErrorItem extends Base {
  kind: 'error';
  message: string;
}

export interface TurnEndItem extends Base {
  kind: 'turn-end';
  outcome: EventOf<'turn_ended'>['outcome'];
  durationMs: number | null;
  /** Number of the event that began the turn, under which the ledger knows it; null where that is not there. */
  turnSeq: number | null;
}

export interface ModelItem extends Base {
  kind: 'model';
  model: string;
}

export interface ModeItem extends Base {
  kind: 'mode';
  permissionMode: PermissionMode;
}

export interface StartItem extends Base {
  kind: 'process-start';
  toolVersion: string;
  model: string;
}

export interface EndItem extends Base {
  kind: 'process-end';
  reason: EventOf<'process_ended'>['reason'];
  exitCode: number | null;
  /** What the process said last. */
  message: string;
  /** False where it could not even be started. */
  ran: boolean;
}

export type StreamedItem = MessageItem | ThoughtItem;

export type TranscriptItem =
  | UserItem
  | StreamedItem
  | ToolItem
  | PermissionItem
  | PlanItem
  | NoticeItem
  | ErrorItem
  | TurnEndItem
  | ModelItem
  | ModeItem
  | StartItem
  | EndItem;
