import type { SessionUpdate } from '@open-ace/contracts/session';
import type { SessionEvent, SlashCommand } from '@open-ace/contracts/session-events';
import type { MessageItem, StreamedItem, ThoughtItem, ToolItem, TranscriptItem, UserItem } from './items.ts';

/**
 * What a session's events come to. `settled` is a function of the events that stay; the pieces of what is still being said are kept
 * apart in `streams`, shown below it. The server drops the pieces once the whole is there, so a reader who was there and one who comes
 * later have seen different events: both get the same transcript.
 */
export interface Transcript {
  settled: readonly TranscriptItem[];
  streams: readonly StreamedItem[];
  /** Messages that came while a turn ran: the CLI keeps them until its next turn, and so do we. */
  queued: readonly UserItem[];
  /** Number of the last event taken in; one seen before is left out. */
  lastSeq: number;
  /** Epoch milliseconds at which the running turn began; null between turns. */
  turnStartedAt: number | null;
  /** Number of the event that began the running turn, or the last one that ran. */
  turnSeq: number | null;
  /** Of the last event that stays, epoch milliseconds. */
  lastAt: number;
  /** The slash commands that the CLI told of last. */
  commands: readonly SlashCommand[];
  /** How much of its window the conversation filled when the CLI told of it last. */
  context: ContextUse | null;
  /** Where a settled item with an identity stands; -1 for one that is queued. */
  places: ReadonlyMap<string, number>;
}

export const emptyTranscript: Transcript = {
  settled: [],
  streams: [],
  queued: [],
  lastSeq: 0,
  turnStartedAt: null,
  turnSeq: null,
  lastAt: 0,
  commands: [],
  context: null,
  places: new Map(),
};

type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;
export type ContextUse = Pick<EventOf<'context'>, 'usedTokens' | 'windowTokens'>;
type Delta = EventOf<'message_delta' | 'thought_delta'>;
type Whole = EventOf<'message' | 'thought'>;
type Kept = Exclude<SessionEvent, Delta>;
/** Events that stand for themselves: nothing later comes back to them. */
type Loose = EventOf<'plan' | 'model_changed' | 'mode_changed' | 'notice' | 'error' | 'turn_ended' | 'process_started' | 'process_ended'>;

/** Takes in what came, however it was cut into batches and however often a part of it came before. */
export function advance(before: Transcript, updates: readonly SessionUpdate[]): Transcript {
  const fresh = updates.filter(({ seq }) => seq > before.lastSeq);
  if (fresh.length === 0) return before;
  const builder = new Builder(before);
  for (const update of fresh) builder.take(update);
  return builder.done();
}

/** Copies once per batch; the items themselves are never changed, so that a row is drawn anew only when its item is another. */
class Builder {
  private readonly settled: TranscriptItem[];
  private streams: StreamedItem[];
  private queued: UserItem[];
  private readonly places: Map<string, number>;
  private lastSeq: number;
  private lastAt: number;
  private turnStartedAt: number | null;
  private turnSeq: number | null;
  private commands: Transcript['commands'];
  private context: ContextUse | null;

  constructor({ settled, streams, queued, lastSeq, turnStartedAt, turnSeq, lastAt, commands, context, places }: Transcript) {
    this.settled = [...settled];
    this.streams = [...streams];
    this.queued = [...queued];
    this.places = new Map(places);
    this.lastSeq = lastSeq;
    this.lastAt = lastAt;
    this.turnStartedAt = turnStartedAt;
    this.turnSeq = turnSeq;
    this.commands = commands;
    this.context = context;
  }

  done(): Transcript {
    const { settled, streams, queued, lastSeq, turnStartedAt, turnSeq, lastAt, commands, context, places } = this;
    return { settled, streams, queued, lastSeq, turnStartedAt, turnSeq, lastAt, commands, context, places };
  }

  take({ seq, at: moment, event }: SessionUpdate): void {
    if (seq <= this.lastSeq) return;
    this.lastSeq = seq;
    const at = Date.parse(moment);
    if (event.type === 'message_delta' || event.type === 'thought_delta') {
      this.addPiece(event, at);
      return;
    }
    this.settle(event, seq, at);
    this.lastAt = at;
  }

  private settle(event: Kept, seq: number, at: number): void {
    switch (event.type) {
      case 'message':
      case 'thought':
        this.addWhole(event, at);
        break;
      case 'user_message':
        this.addUserMessage(event, seq, at);
        break;
      case 'turn_started':
        this.settleQueued();
        this.turnStartedAt = at;
        this.turnSeq = seq;
        break;
      case 'context':
        this.context = { usedTokens: event.usedTokens, windowTokens: event.windowTokens };
        break;
      case 'commands':
        this.commands = event.commands;
        break;
      case 'tool_call':
        this.addToolCall(event, at);
        break;
      case 'tool_result':
        this.addToolResult(event, at);
        break;
      case 'permission_request':
        this.addRequest(event, at);
        break;
      case 'permission_resolved':
        this.resolveRequest(event);
        break;
      case 'process_ended':
      case 'turn_ended':
        this.end(event, seq, at);
        break;
      default:
        this.addLoose(event, seq, at);
    }
  }

  private pushPlaced(item: TranscriptItem): void {
    this.places.set(item.key, this.settled.length);
    this.settled.push(item);
  }

  private find<Kind extends TranscriptItem['kind']>(kind: Kind, key: string) {
    const place = this.places.get(key);
    const item = place === undefined ? undefined : this.settled[place];
    return place !== undefined && isKind(item, kind) ? { place, item } : undefined;
  }

  private remove(place: number): void {
    const [removed] = this.settled.splice(place, 1);
    if (removed) this.places.delete(removed.key);
    for (const [key, other] of this.places) if (other > place) this.places.set(key, other - 1);
  }

  private addPiece({ type, itemId, text }: Delta, at: number): void {
    const kind = type === 'message_delta' ? 'message' : 'thought';
    const key = `${kind}:${itemId}`;
    // A piece that comes after its whole says nothing new.
    if (this.places.has(key)) return;
    const known = this.streams.find((item) => item.key === key);
    if (known) this.streams = this.streams.map((item) => (item === known ? { ...item, text: item.text + text } : item));
    else this.streams.push(streamed(kind, key, at, text));
  }

  private addWhole({ type, itemId, text }: Whole, at: number): void {
    const key = `${type}:${itemId}`;
    this.streams = this.streams.filter((item) => item.key !== key);
    const known = this.find(type, key);
    if (known && !known.item.partial) {
      this.settled[known.place] = { ...known.item, text };
      return;
    }
    if (known) this.remove(known.place);
    const item = streamed(type, key, at, text);
    const durationMs = this.lastAt > 0 ? Math.max(0, at - this.lastAt) : 0;
    this.pushPlaced({ ...item, streaming: false, ...(item.kind === 'thought' && { durationMs }) });
  }

  private addUserMessage({ messageId, text, images = [] }: EventOf<'user_message'>, seq: number, at: number): void {
    const key = `user:${messageId}`;
    if (this.places.has(key)) return;
    const item: UserItem = { kind: 'user', key, at, seq, messageId, text, images };
    if (this.turnStartedAt === null) {
      this.settleQueued();
      this.pushPlaced(item);
    } else {
      this.places.set(key, -1);
      this.queued.push(item);
    }
  }

  /** A CLI takes all that waits for a turn together. */
  private settleQueued(): void {
    for (const item of this.queued) this.pushPlaced(item);
    this.queued = [];
  }

  private addToolCall({ toolCallId, name, kind: told, subject, input }: EventOf<'tool_call'>, at: number): void {
    const key = `tool:${toolCallId}`;
    const known = this.find('tool', key);
    if (known) this.settled[known.place] = { ...known.item, name, told, subject, input };
    else this.pushPlaced({ ...newTool(key, toolCallId, at), name, told, subject, input });
  }

  private addToolResult({ type: _, toolCallId, images = [], ...outcome }: EventOf<'tool_result'>, at: number): void {
    const result = { ...outcome, images };
    const key = `tool:${toolCallId}`;
    const known = this.find('tool', key);
    if (known) this.settled[known.place] = { ...known.item, ...result };
    else this.pushPlaced({ ...newTool(key, toolCallId, at), ...result });
  }

  private addRequest({ type: _, ...request }: EventOf<'permission_request'>, at: number): void {
    const key = `permission:${request.requestId}`;
    if (!this.places.has(key)) this.pushPlaced({ kind: 'permission', key, at, ...request, decision: null, by: '' });
  }

  private resolveRequest({ requestId, decision, by }: EventOf<'permission_resolved'>): void {
    const known = this.find('permission', `permission:${requestId}`);
    if (known && known.item.decision === null) this.settled[known.place] = { ...known.item, decision, by };
  }

  private addLoose(event: Loose, seq: number, at: number): void {
    if (event.type === 'process_started') this.settleQueued();
    const item = this.withPast(looseItem(event, `${event.type}:${seq}`, at));
    const last = this.settled.at(-1);
    const merged = last && merge(last, item);
    if (merged) this.settled[this.settled.length - 1] = merged;
    else this.settled.push(item);
  }

  private end(event: EventOf<'process_ended' | 'turn_ended'>, seq: number, at: number): void {
    const before = this.lastOfProcess();
    this.endTurn();
    if (event.type === 'process_ended') {
      this.withdrawRequests();
      this.settleQueued();
    }
    // The server writes down at once that a session was stopped; how its process came to its end afterwards is nothing new.
    const wasStopped = before?.kind === 'process-end' && before.reason === 'stopped';
    if (!wasStopped) this.addLoose(event, seq, at);
  }

  private lastOfProcess(): TranscriptItem | undefined {
    return this.settled.findLast(({ kind }) => kind === 'process-start' || kind === 'process-end');
  }

  /** Which turn ended; and of a process, an end without a beginning: it could not be started. */
  private withPast(item: TranscriptItem): TranscriptItem {
    if (item.kind === 'turn-end') return { ...item, turnSeq: this.turnSeq };
    return item.kind === 'process-end' ? { ...item, ran: this.lastOfProcess()?.kind === 'process-start' } : item;
  }

  /** Nothing runs or streams between turns: what did not come to its end stays as far as it got. */
  private endTurn(): void {
    this.turnStartedAt = null;
    for (const item of this.streams) this.pushPlaced({ ...item, streaming: false, partial: true });
    this.streams = [];
    this.eachSince('turn-end', (item, place) => {
      if (item.kind === 'tool' && item.status === 'running') this.settled[place] = { ...item, status: 'cancelled' };
    });
  }

  /** The server withdraws them without a word when the process ends. */
  private withdrawRequests(): void {
    this.eachSince('process-end', (item, place) => {
      if (item.kind === 'permission' && item.decision === null) this.settled[place] = { ...item, decision: 'cancelled' };
    });
  }

  /** From the last item back to the one that ended the stretch before. */
  private eachSince(end: TranscriptItem['kind'], visit: (item: TranscriptItem, place: number) => void): void {
    for (let place = this.settled.length - 1; place >= 0; place--) {
      const item = this.settled[place];
      if (!item || item.kind === end) return;
      visit(item, place);
    }
  }
}

function isKind<Kind extends TranscriptItem['kind']>(
  item: TranscriptItem | undefined,
  kind: Kind,
): item is Extract<TranscriptItem, { kind: Kind }> {
  return item?.kind === kind;
}

function streamed(kind: 'message' | 'thought', key: string, at: number, text: string): StreamedItem {
  const item: Omit<MessageItem, 'kind'> = { key, at, text, streaming: true, partial: false };
  return kind === 'message' ? { kind, ...item } : ({ kind, ...item, durationMs: null } satisfies ThoughtItem);
}

function newTool(key: string, toolCallId: string, at: number): ToolItem {
  const nothing = { name: '', told: undefined, subject: '', input: '', output: '', diff: '', durationMs: null, exitCode: null, images: [] };
  return { kind: 'tool', key, at, toolCallId, status: 'running', ...nothing };
}

function looseItem(event: Loose, key: string, at: number): TranscriptItem {
  switch (event.type) {
    case 'plan':
      return { kind: 'plan', key, at, entries: event.entries };
    case 'model_changed':
      return { kind: 'model', key, at, model: event.model };
    case 'mode_changed':
      return { kind: 'mode', key, at, permissionMode: event.permissionMode };
    case 'notice':
      return { kind: 'notice', key, at, reason: event.reason, text: event.text, retryInMs: event.retryInMs };
    case 'error':
      return { kind: 'error', key, at, message: event.message };
    case 'turn_ended':
      return { kind: 'turn-end', key, at, outcome: event.outcome, durationMs: event.durationMs, turnSeq: null };
    case 'process_started':
      return { kind: 'process-start', key, at, toolVersion: event.toolVersion, model: event.model };
    case 'process_ended':
      return { kind: 'process-end', key, at, reason: event.reason, exitCode: event.exitCode, message: event.message, ran: false };
  }
}

/**
 * What follows at once on its like is the same, further on: a plan, a retry. The model that a process names as it starts belongs to
 * its start.
 */
function merge(last: TranscriptItem, item: TranscriptItem): TranscriptItem | null {
  const { key } = last;
  if (item.kind === 'plan' && last.kind === 'plan') return { ...item, key };
  const isRetry = item.kind === 'notice' && item.reason === 'retrying';
  if (isRetry && last.kind === 'notice' && last.reason === 'retrying') return { ...item, key };
  return item.kind === 'model' && last.kind === 'process-start' ? { ...last, model: item.model } : null;
}
