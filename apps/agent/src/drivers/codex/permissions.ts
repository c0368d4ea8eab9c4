import { randomUUID } from 'node:crypto';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import { Refusal } from '../../refusal.ts';
import { oneLine, shortened, withoutMiddle } from '../../text.ts';
import type { RequestId } from '../json-rpc.ts';
import type { Asked } from './asked.ts';

interface OpenRequest {
  /** Codex's number of it, which begins anew with each process. */
  readonly id: RequestId;
  readonly asked: Asked;
}

export interface Answer {
  readonly id: RequestId;
  /** What Codex is told. */
  readonly result: object;
  readonly itemId: string;
  readonly isDenied: boolean;
}

/** What Codex asks leave for, and what a person has allowed for the rest of the session. */
export class Permissions {
  #rules: Set<string>;
  readonly #open = new Map<string, OpenRequest>();

  constructor(allowedRules: readonly string[]) {
    this.#rules = new Set(allowedRules);
  }

  /** A request of Codex: what the transcript shows of it, and the answer if a rule gives one. */
  ask(id: RequestId, asked: Asked, hasCall: boolean): { events: SessionEvent[]; answer: Answer | null } {
    const requestId = randomUUID();
    this.#open.set(requestId, { id, asked });
    const { words, effect, diff, rule, itemId, isSingular } = asked;
    const request: SessionEvent = {
      type: 'permission_request',
      requestId,
      toolCallId: hasCall ? shortened(itemId, 200) : null,
      toolName: shortened(words.name, 200),
      subject: oneLine(words.subject, 2000),
      effect,
      input: withoutMiddle(JSON.stringify(words.input), 100_000),
      ...(diff !== '' && { diff }),
      rule,
    };
    if (isSingular || !this.#rules.has(rule)) return { events: [request], answer: null };
    return {
      events: [request, { type: 'permission_resolved', requestId, decision: 'allow_always', by: '' }],
      answer: this.answer(requestId, 'allow', null),
    };
  }

  /** The answer to an open request; with a rule, it stands for those to come. */
  answer(requestId: string, behavior: 'allow' | 'deny', rule: string | null): Answer {
    const open = this.#open.get(requestId);
    if (!open) throw new Refusal('This request is not open any more.');
    this.#open.delete(requestId);
    const isDenied = behavior === 'deny';
    if (rule !== null && !isDenied) this.#rules.add(rule);
    const { id, asked } = open;
    return { id, result: isDenied ? asked.deny : asked.allow, itemId: asked.itemId, isDenied };
  }

  /** What need not be asked any more, in place of all that was. */
  allow(rules: readonly string[]): void {
    this.#rules = new Set(rules);
  }

  /** Codex no longer wants to know. */
  withdraw(id: RequestId): SessionEvent[] {
    return this.#withdraw((open) => open.id === id);
  }

  withdrawAll(): SessionEvent[] {
    return this.#withdraw(() => true);
  }

  #withdraw(matches: (open: OpenRequest) => boolean): SessionEvent[] {
    return [...this.#open].flatMap(([requestId, open]): SessionEvent[] => {
      if (!matches(open)) return [];
      this.#open.delete(requestId);
      return [{ type: 'permission_resolved', requestId, decision: 'cancelled', by: '' }];
    });
  }
}
