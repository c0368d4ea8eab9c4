import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { PermissionMode } from '@open-ace/contracts/tools';
import { shortened } from '../../text.ts';
import type { Incoming } from '../json-rpc.ts';
import { count, type Fields, fields, list, text } from '../stream-json/fields.ts';
import { planOfText } from '../stream-json/plan.ts';
import { ToolsAtWork } from './tools-at-work.ts';
import { errorMessage, retryNotice, statusOf } from './turn-error.ts';
import { Words } from './words.ts';

type Plan = Extract<SessionEvent, { type: 'plan' }>;
type Outcome = Extract<SessionEvent, { type: 'turn_ended' }>['outcome'];

export interface TranslatorOptions {
  readonly cwd: string;
  readonly model: string;
  readonly mode: PermissionMode;
  readonly now: () => number;
}

const stepStatuses: Record<string, Plan['entries'][number]['status']> = { pending: 'open', inProgress: 'active', completed: 'done' };

/** What Codex says of models it has no table for, and of its way to the provider, which is ours. */
const needless = /^(Model metadata for|Falling back from WebSockets)/;

/**
 * Turns the notifications of Codex into session events. It holds what spans several of them: the turn, the tools at work, the words that
 * are being streamed. Permission requests are not its business.
 */
export class Translator {
  readonly tools: ToolsAtWork;
  readonly #words = new Words();
  readonly #warned = new Set<string>();
  #threadId = '';
  #model: string;
  #mode: PermissionMode;
  #isInTurn = false;
  #isInterrupted = false;
  #failure: string | null = null;
  #context = '';

  constructor({ cwd, model, mode, now }: TranslatorOptions) {
    this.tools = new ToolsAtWork(cwd, now);
    this.#model = model;
    this.#mode = mode;
  }

  get isInTurn(): boolean {
    return this.#isInTurn;
  }

  get model(): string {
    return this.#model;
  }

  get mode(): PermissionMode {
    return this.#mode;
  }

  /** The thread is open; until then nothing is told of it. */
  isOf(threadId: string): void {
    this.#threadId = threadId;
  }

  /** A turn was asked for, or began by itself. */
  begin(): SessionEvent[] {
    if (this.#isInTurn) return [];
    this.#isInTurn = true;
    this.#isInterrupted = false;
    this.#failure = null;
    return [{ type: 'turn_started' }];
  }

  interrupted(): void {
    this.#isInterrupted = this.#isInTurn;
  }

  /** The turn ends for this reason, however Codex calls its end. */
  failed(message: string): void {
    this.#failure = message;
  }

  modelIs(model: string): SessionEvent[] {
    if (model === '' || model === this.#model) return [];
    this.#model = model;
    return [{ type: 'model_changed', model: shortened(model, 200) }];
  }

  modeIs(mode: PermissionMode): SessionEvent[] {
    if (mode === this.#mode) return [];
    this.#mode = mode;
    return [{ type: 'mode_changed', permissionMode: mode }];
  }

  take({ method, params }: Incoming): SessionEvent[] {
    if (this.#threadId === '') return [];
    const isOurs = params.threadId === this.#threadId;
    if (method === 'item/started') return this.#started(fields(params.item), isOurs);
    if (method === 'item/completed') return this.#completed(fields(params.item), isOurs);
    // A subagent's words are its own; what it does shows as tool calls.
    return isOurs ? this.#ofThread(method, params) : [];
  }

  /** The turn could not even begin, or the process is gone: ends whatever was open. */
  finish(error: string | null): SessionEvent[] {
    const tools = this.tools.close();
    if (!this.#isInTurn) return [...this.#words.close(), ...tools];
    if (error !== null) this.#failure = error;
    const outcome = this.#isInterrupted && this.#failure === null ? 'interrupted' : 'failed';
    return [...this.#words.close(), ...tools, ...this.#ended(outcome, this.#failure, null)];
  }

  #ofThread(method: string, params: Fields): SessionEvent[] {
    switch (method) {
      case 'turn/started':
        return this.begin();
      case 'item/agentMessage/delta':
      case 'item/reasoning/summaryTextDelta':
        return this.#words.piece(text(params.itemId), text(params.delta));
      case 'item/reasoning/summaryPartAdded':
        return this.#words.nextPart(text(params.itemId));
      case 'turn/plan/updated':
        return [planOf(params)];
      case 'thread/tokenUsage/updated':
        return this.#contextIs(fields(params.tokenUsage));
      case 'model/rerouted':
        return this.modelIs(text(params.toModel));
      case 'thread/settings/updated':
        return this.modelIs(text(fields(params.threadSettings).model));
      case 'warning':
        return this.#warning(text(params.message));
      case 'error':
        return this.#error(params);
      case 'turn/completed':
        return this.#turnCompleted(fields(params.turn));
      default:
        return [];
    }
  }

  #started(item: Fields, isOurs: boolean): SessionEvent[] {
    if (isOurs) this.#words.begin(item);
    return this.tools.begin(item);
  }

  #completed(item: Fields, isOurs: boolean): SessionEvent[] {
    if (!isOurs) return this.tools.end(item, this.#isInterrupted);
    switch (item.type) {
      case 'agentMessage':
      case 'reasoning':
        return this.#words.whole(item);
      case 'plan':
        return text(item.text).trim() === '' ? [] : [planOfText(text(item.text))];
      case 'contextCompaction':
        return [{ type: 'notice', reason: 'info', text: 'The conversation was summarised to make room.', retryInMs: null }];
      default:
        return this.tools.end(item, this.#isInterrupted);
    }
  }

  /** After an interrupt the same figures are told again. */
  #contextIs({ last, modelContextWindow }: Fields): SessionEvent[] {
    const usedTokens = count(fields(last).totalTokens);
    const windowTokens = count(modelContextWindow);
    const told = `${usedTokens}/${windowTokens}`;
    if (usedTokens === null || told === this.#context) return [];
    this.#context = told;
    return [{ type: 'context', usedTokens, windowTokens }];
  }

  #warning(message: string): SessionEvent[] {
    if (message === '' || needless.test(message) || this.#warned.has(message)) return [];
    this.#warned.add(message);
    return [{ type: 'notice', reason: 'info', text: shortened(message, 4000), retryInMs: null }];
  }

  /** What is not tried again ends the turn, and is told there. */
  #error({ error, willRetry }: Fields): SessionEvent[] {
    if (willRetry !== true) return [];
    this.#words.cut();
    if (isRefusedCredential(error)) this.failed(errorMessage({ message: fields(error).additionalDetails }));
    return this.#failure === null ? [retryNotice(error)] : [];
  }

  #turnCompleted(turn: Fields): SessionEvent[] {
    const status = text(turn.status);
    const outcome = this.#failure !== null || status === 'failed' ? 'failed' : status === 'interrupted' ? 'interrupted' : 'completed';
    const tools = this.tools.endTurn(outcome === 'interrupted');
    const message = this.#failure ?? errorMessage(turn.error);
    return [...this.#words.close(), ...tools, ...this.#ended(outcome, message, count(turn.durationMs))];
  }

  #ended(outcome: Outcome, message: string | null, durationMs: number | null): SessionEvent[] {
    if (!this.#isInTurn) return [];
    this.#isInTurn = false;
    this.#isInterrupted = false;
    this.#failure = null;
    const ended: SessionEvent = { type: 'turn_ended', outcome, durationMs };
    return outcome === 'failed' && message !== null ? [{ type: 'error', message }, ended] : [ended];
  }
}

/** Trying again does not mend a token that is refused. */
export function isRefusedCredential(error: unknown): boolean {
  const status = statusOf(error);
  return status === 401 || status === 403;
}

function planOf({ plan }: Fields): Plan {
  const entries = list(plan).slice(0, 200).map(fields);
  return {
    type: 'plan',
    entries: entries.map(({ step, status }) => ({ text: shortened(text(step), 2000), status: stepStatuses[text(status)] ?? 'open' })),
  };
}
