import type { SessionEvent } from '@open-ace/contracts/session-events';
import { Refusal } from '../../refusal.ts';
import { oneLine } from '../../text.ts';
import type { RequestId } from '../json-rpc.ts';
import { fields, list, text } from '../stream-json/fields.ts';
import { ruleOf } from './rule.ts';
import type { ToolCall } from './tool-call.ts';

interface Open {
  readonly id: RequestId;
  readonly call: ToolCall;
  readonly options: Options;
}

/** The ids by which the agent knows yes and no for this once; what it would remember by itself is never chosen. */
interface Options {
  readonly allow: string;
  readonly reject: string;
}

/** What the agent is told. */
export interface Answer {
  readonly id: RequestId;
  readonly result: object;
}

const mostOpen = 50;
export const cancelled = { outcome: { outcome: 'cancelled' } };
const selected = (optionId: string) => ({ outcome: { outcome: 'selected', optionId } });

/** What the agent asks leave for, and what a person has allowed for the rest of the session. */
export class Permissions {
  readonly #name: string;
  readonly #nextId: () => string;
  readonly #open = new Map<string, Open>();
  #rules: ReadonlySet<string>;

  constructor(name: string, allowedRules: readonly string[], nextId: () => string) {
    this.#name = name;
    this.#rules = new Set(allowedRules);
    this.#nextId = nextId;
  }

  setRules(rules: readonly string[]): void {
    this.#rules = new Set(rules);
  }

  /** A request of the agent: what the transcript shows of it, and the answer if there is one without a person. */
  ask(id: RequestId, call: ToolCall, offered: unknown, isPlanning: boolean): { events: SessionEvent[]; answer: Answer | null } {
    // More than a person could ever answer.
    if (this.#open.size >= mostOpen) return { events: [], answer: { id, result: cancelled } };
    const requestId = this.#nextId();
    const options = optionsOf(offered);
    const rule = ruleOf(call.asked);
    this.#open.set(requestId, { id, call, options });
    const effect = call.title === call.shown.subject ? '' : oneLine(call.title, 2000);
    const asked: SessionEvent = {
      type: 'permission_request',
      requestId,
      toolCallId: call.callId,
      ...call.shown,
      effect,
      ...(call.diff !== '' && { diff: call.diff }),
      rule,
    };
    // Whoever plans wants nothing changed, whatever was allowed before.
    if (isPlanning || options.allow === '' || !this.#rules.has(rule)) return { events: [asked], answer: null };
    return {
      events: [asked, { type: 'permission_resolved', requestId, decision: 'allow_always', by: '' }],
      answer: this.answer(requestId, 'allow', null),
    };
  }

  /** The answer to an open request; with a rule, it stands for those to come. */
  answer(requestId: string, behavior: 'allow' | 'deny', rule: string | null): Answer {
    const open = this.#open.get(requestId);
    if (!open) throw new Refusal('This request is not open any more.');
    const { id, call, options } = open;
    const isDenied = behavior === 'deny';
    if (!isDenied && options.allow === '')
      throw new Refusal(`${this.#name} offers no way to allow this for once, so it can only be denied.`);
    this.#open.delete(requestId);
    if (rule !== null && !isDenied) this.#rules = new Set([...this.#rules, rule]);
    call.isDenied = isDenied;
    // The time that a person took is not the tool's.
    call.startedAt = Date.now();
    if (!isDenied) return { id, result: selected(options.allow) };
    return { id, result: options.reject === '' ? cancelled : selected(options.reject) };
  }

  /** Nobody will answer any more; the agent must hear of each. */
  withdrawAll(): { events: SessionEvent[]; answers: Answer[] } {
    const open = [...this.#open];
    this.#open.clear();
    return {
      events: open.map(([requestId]) => ({ type: 'permission_resolved', requestId, decision: 'cancelled', by: '' })),
      answers: open.map(([, { id }]) => ({ id, result: cancelled })),
    };
  }
}

function optionsOf(offered: unknown): Options {
  const options = list(offered).map(fields);
  const idOf = (kind: string) => text(options.find((option) => option.kind === kind)?.optionId);
  return { allow: idOf('allow_once'), reject: idOf('reject_once') };
}
