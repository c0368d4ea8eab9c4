import type { SessionEvent } from '@open-ace/contracts/session-events';
import { type Fields, text } from '../stream-json/fields.ts';
import { ToolCall } from './tool-call.ts';
import { hash } from './tool-input.ts';

const mostOpen = 200;
const mostRemembered = 1000;

interface Options {
  readonly cwd: string;
  readonly nextId: () => string;
  readonly now: () => number;
}

/** The tools at work, by the agent's ids. An id that comes again after its end is another call. */
export class ToolCalls {
  readonly #options: Options;
  readonly #open = new Map<string, ToolCall>();
  /** Whose end was told, so that what is said of them afterwards begins nothing. */
  readonly #ended = new Set<string>();
  isInterrupted = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A `tool_call` or a `tool_call_update`. */
  take(update: Fields): SessionEvent[] {
    const id = keyOf(update.toolCallId);
    if (id === '' || (update.sessionUpdate === 'tool_call_update' && !this.#open.has(id) && this.#ended.has(id))) return [];
    const { call, events } = this.#callOf(id);
    call.take(update);
    if (!call.isTold && call.isKnown) events.push(call.told());
    if (call.isFinished) events.push(...this.#end(id, call));
    return events;
  }

  /** What leave is asked for: a call that may have been announced, and is told now at the latest. */
  ask(toolCall: Fields): { call: ToolCall; events: SessionEvent[] } {
    const { call, events } = this.#callOf(keyOf(toolCall.toolCallId));
    // A finished call would never be ended again.
    call.take({ ...toolCall, status: 'pending' });
    if (!call.isTold) events.push(call.told());
    return { call, events };
  }

  /** Whatever is still open ends without a word of the agent. */
  close(): SessionEvent[] {
    return [...this.#open].flatMap(([id, call]) => this.#end(id, call));
  }

  #callOf(id: string): { call: ToolCall; events: SessionEvent[] } {
    const known = this.#open.get(id);
    if (known) return { call: known, events: [] };
    const { cwd, nextId, now } = this.#options;
    const call = new ToolCall(nextId(), cwd, now());
    const events = this.#open.size < mostOpen ? [] : this.#endOldest();
    this.#open.set(id, call);
    return { call, events };
  }

  #endOldest(): SessionEvent[] {
    const [oldest] = this.#open;
    return oldest ? this.#end(...oldest) : [];
  }

  #end(id: string, call: ToolCall): SessionEvent[] {
    this.#open.delete(id);
    this.#ended.delete(id);
    this.#ended.add(id);
    const [first] = this.#ended;
    if (this.#ended.size > mostRemembered && first !== undefined) this.#ended.delete(first);
    const result = call.result(this.#options.now(), this.isInterrupted);
    return call.isTold ? [result] : [call.told(), result];
  }
}

function keyOf(value: unknown): string {
  const id = text(value);
  return id.length <= 200 ? id : hash(id);
}
