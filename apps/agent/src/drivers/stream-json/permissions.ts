import type { SessionEvent } from '@open-ace/contracts/session-events';
import { Refusal } from '../../refusal.ts';
import { oneLine, shortened, withoutMiddle } from '../../text.ts';
import { type Fields, fields, text } from './fields.ts';
import { ruleOf } from './rule.ts';
import { subjectOf } from './tool-call.ts';

interface OpenRequest {
  readonly toolUseId: string;
  readonly input: Fields;
}

export interface Answer {
  readonly requestId: string;
  /** What the CLI is told. */
  readonly response: object;
  readonly toolUseId: string;
  readonly isDenied: boolean;
}

const deniedMessage = 'The user said no to this. Ask what to do instead.';

/** What the CLI asks leave for, and what a person has allowed for the rest of the session. */
export class Permissions {
  #rules: Set<string>;
  readonly #likeTool: (name: string) => string;
  readonly #open = new Map<string, OpenRequest>();

  constructor(allowedRules: readonly string[], likeTool: (name: string) => string) {
    this.#rules = new Set(allowedRules);
    this.#likeTool = likeTool;
  }

  /** A request of the CLI: what the transcript shows of it, and the answer if a rule gives one. */
  ask(message: Fields, { diff, isPlanning }: { diff: string; isPlanning: boolean }): { events: SessionEvent[]; answer: Answer | null } {
    const request = fields(message.request);
    const requestId = shortened(text(message.request_id), 200);
    const tool = text(request.tool_name);
    const input = fields(request.input);
    const toolUseId = text(request.tool_use_id);
    const rule = ruleOf(tool, this.#likeTool(tool), input);
    this.#open.set(requestId, { toolUseId, input });
    const asked: SessionEvent = {
      type: 'permission_request',
      requestId,
      toolCallId: toolUseId === '' ? null : shortened(toolUseId, 200),
      toolName: shortened(tool, 200),
      subject: subjectOf(input),
      effect: oneLine(text(request.description) || text(input.description), 2000),
      input: withoutMiddle(JSON.stringify(input), 100_000),
      ...(diff !== '' && { diff }),
      rule,
    };
    // Whoever plans wants nothing changed, whatever was allowed before; and what wants a person gets one.
    if (isPlanning || request.requires_user_interaction === true || !this.#rules.has(rule)) return { events: [asked], answer: null };
    return {
      events: [asked, { type: 'permission_resolved', requestId, decision: 'allow_always', by: '' }],
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
    const response = isDenied ? { behavior, message: deniedMessage } : { behavior, updatedInput: open.input };
    return { requestId, response, toolUseId: open.toolUseId, isDenied };
  }

  /** What need not be asked any more, in place of all that was. */
  allow(rules: readonly string[]): void {
    this.#rules = new Set(rules);
  }

  /** The CLI no longer wants to know. */
  withdraw(requestId: string): SessionEvent[] {
    if (!this.#open.delete(requestId)) return [];
    return [{ type: 'permission_resolved', requestId, decision: 'cancelled', by: '' }];
  }

  withdrawAll(): SessionEvent[] {
    return [...this.#open.keys()].flatMap((requestId) => this.withdraw(requestId));
  }
}
