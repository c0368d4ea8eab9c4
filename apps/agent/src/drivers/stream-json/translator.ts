import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { PermissionMode } from '@open-ace/contracts/tools';
import { oneLine, shortened, withoutMiddle } from '../../text.ts';
import { Blocks } from './blocks.ts';
import { count, type Fields, fields, list, number, text } from './fields.ts';
import { planOfText, planOfTodos } from './plan.ts';
import { subjectOf } from './tool-call.ts';
import { cancelled, type OpenTool, toolResult } from './tool-result.ts';
import { turnEnd } from './turn-end.ts';

export interface TranslatorOptions {
  readonly cwd: string;
  readonly model: string;
  readonly mode: PermissionMode;
  /** The CLI's words for the modes. */
  readonly modeOf: (word: string) => PermissionMode | undefined;
  readonly now: () => number;
}

/**
 * Turns what a stream-json CLI says into session events. It holds what spans several lines: the turn, the tools at work, the words
 * that are being streamed. Permission requests are not its business.
 */
export class Translator {
  readonly #options: TranslatorOptions;
  readonly #tools = new Map<string, OpenTool>();
  readonly #blocks = new Blocks();
  #model: string;
  #mode: PermissionMode;
  #isInTurn = false;
  #isInterrupted = false;
  #planText = '';

  constructor(options: TranslatorOptions) {
    this.#options = options;
    this.#model = options.model;
    this.#mode = options.mode;
  }

  get isInTurn(): boolean {
    return this.#isInTurn;
  }

  get mode(): PermissionMode {
    return this.#mode;
  }

  tool(id: string): OpenTool | undefined {
    return this.#tools.get(id);
  }

  /** A message was given to the CLI: unless it is at work on one before, its turn begins. */
  begin(): SessionEvent[] {
    if (this.#isInTurn) return [];
    this.#isInTurn = true;
    this.#isInterrupted = false;
    return [{ type: 'turn_started' }];
  }

  interrupted(): void {
    this.#isInterrupted = this.#isInTurn;
  }

  modelIs(model: string): SessionEvent[] {
    if (model === '' || model === this.#model) return [];
    this.#model = model;
    return [{ type: 'model_changed', model: shortened(model, 200) }];
  }

  modeIs(mode: PermissionMode | undefined): SessionEvent[] {
    if (mode === undefined || mode === this.#mode) return [];
    this.#mode = mode;
    return [{ type: 'mode_changed', permissionMode: mode }];
  }

  /** One line of the CLI. */
  take(message: Fields): SessionEvent[] {
    switch (message.type) {
      case 'system':
        return this.#system(message);
      case 'stream_event':
        // A subagent's words are its own; what it does shows as tool calls.
        return message.parent_tool_use_id ? [] : this.#blocks.stream(fields(message.event));
      case 'assistant':
        return this.#assistant(message);
      case 'user':
        return this.#user(message);
      case 'result':
        return [...this.#blocks.close(), ...this.#closeTools(), ...this.#endTurn(turnEnd(message, this.#isInterrupted))];
      default:
        return [];
    }
  }

  /** The process is gone: ends whatever was open. */
  finish(): SessionEvent[] {
    const outcome = this.#isInterrupted ? ('interrupted' as const) : ('failed' as const);
    const ended: SessionEvent[] = this.#isInTurn ? [{ type: 'turn_ended', outcome, durationMs: null }] : [];
    return [...this.#blocks.close(), ...this.#closeTools(), ...this.#endTurn(ended)];
  }

  #endTurn(events: SessionEvent[]): SessionEvent[] {
    this.#isInTurn = false;
    this.#isInterrupted = false;
    this.#blocks.endTurn();
    return events;
  }

  #system(message: Fields): SessionEvent[] {
    switch (message.subtype) {
      case 'init':
        return [...this.begin(), ...this.modelIs(text(message.model)), ...this.modeIs(this.#options.modeOf(text(message.permissionMode)))];
      case 'status':
        return this.modeIs(this.#options.modeOf(text(message.permissionMode)));
      case 'api_retry':
        return [retryNotice(message)];
      case 'compact_boundary':
        return [{ type: 'notice', reason: 'info', text: 'The conversation was summarised to make room.', retryInMs: null }];
      case 'informational':
        return [{ type: 'notice', reason: 'info', text: shortened(text(message.content), 4000), retryInMs: null }];
      default:
        return [];
    }
  }

  #assistant(message: Fields): SessionEvent[] {
    const { id, content, model } = fields(message.message);
    // Words of the CLI itself about an error; the result has them too.
    if (model === '<synthetic>' && (message.is_api_error_message === true || text(message.error) !== '')) return [];
    const isSubagent = Boolean(message.parent_tool_use_id);
    return list(content)
      .map(fields)
      .flatMap((block) => {
        if (block.type === 'tool_use') return this.#toolCall(block);
        return isSubagent ? [] : this.#blocks.whole(text(id), block);
      });
  }

  #toolCall(block: Fields): SessionEvent[] {
    const id = text(block.id);
    const name = text(block.name);
    if (id === '' || this.#tools.has(id)) return [];
    const input = fields(block.input);
    const callId = shortened(id, 200);
    this.#tools.set(id, { id, callId, name, input, startedAt: this.#options.now() });
    const call: SessionEvent = {
      type: 'tool_call',
      toolCallId: callId,
      name: shortened(name, 200),
      subject: subjectOf(input),
      input: withoutMiddle(JSON.stringify(input), 100_000),
    };
    return [call, ...this.#planOf(name, input)];
  }

  #planOf(name: string, input: Fields): SessionEvent[] {
    if (name === 'TodoWrite') return [planOfTodos(input)];
    // In plan mode the plan is written to a file of the CLI's own before it is put forward.
    if (name === 'Write' && /[\\/]\.claude[\\/]plans[\\/]/.test(text(input.file_path))) this.#planText = text(input.content);
    if (name !== 'ExitPlanMode') return [];
    const plan = text(input.plan) || this.#planText;
    return plan === '' ? [] : [planOfText(plan)];
  }

  #user(message: Fields): SessionEvent[] {
    if (message.isReplay === true) return [];
    return list(fields(message.message).content)
      .map(fields)
      .filter(({ type }) => type === 'tool_result')
      .flatMap((block) => {
        const tool = this.#tools.get(text(block.tool_use_id));
        if (!tool) return [];
        this.#tools.delete(tool.id);
        return [toolResult(tool, block, message, { cwd: this.#options.cwd, now: this.#options.now(), isInterrupted: this.#isInterrupted })];
      });
  }

  #closeTools(): SessionEvent[] {
    const now = this.#options.now();
    const open = [...this.#tools.values()].map((tool) => cancelled(tool, now));
    this.#tools.clear();
    return open;
  }
}

function retryNotice(message: Fields): SessionEvent {
  const status = number(message.error_status);
  const what = status === null ? 'The connection to the provider was lost' : `The provider answered ${status}`;
  const kind = oneLine(text(message.error), 100).replaceAll('_', ' ');
  const attempt = `attempt ${number(message.attempt) ?? 1} of ${number(message.max_retries) ?? 1}`;
  return {
    type: 'notice',
    reason: 'retrying',
    text: `${what}${status === null || kind === '' ? '' : ` (${kind})`}; trying again, ${attempt}.`,
    retryInMs: count(message.retry_delay_ms),
  };
}
