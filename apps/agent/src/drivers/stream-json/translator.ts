import type { SessionEvent } from '@open-ace/contracts/session-events';
import type { PermissionMode } from '@open-ace/contracts/tools';
import { oneLine, shortened, withoutMiddle } from '../../text.ts';
import { Blocks } from './blocks.ts';
import type { Dialect } from './dialect.ts';
import { count, type Fields, fields, list, number, text } from './fields.ts';
import { planOfText, planOfTodos } from './plan.ts';
import { slashCommands } from './slash-commands.ts';
import { subjectOf } from './tool-call.ts';
import { kindOf } from './tool-kind.ts';
import { cancelled, type OpenTool, toolResult } from './tool-result.ts';
import { turnEnd } from './turn-end.ts';

export interface TranslatorOptions {
  readonly dialect: Dialect;
  readonly cwd: string;
  readonly model: string;
  readonly mode: PermissionMode;
  readonly now: () => number;
}

/**
 * Turns what a stream-json CLI says into session events. It holds what spans several lines: the turn, the tools at work, the words
 * that are being streamed. Permission requests are not its business.
 */
export class Translator {
  readonly #options: TranslatorOptions;
  readonly #tools = new Map<string, OpenTool>();
  readonly #blocks: Blocks;
  #model: string;
  #mode: PermissionMode;
  #sentTokens = 0;
  #hasToldCommands = false;
  #isInTurn = false;
  #isInterrupted = false;
  #planText = '';

  constructor(options: TranslatorOptions) {
    this.#options = options;
    this.#blocks = new Blocks(options.dialect.isErrorText);
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

  /** The slash commands as the CLI tells them; the first telling that has any is the one with descriptions. */
  commandsAre(told: unknown): SessionEvent[] {
    const commands = this.#hasToldCommands ? [] : slashCommands(told);
    if (commands.length === 0) return [];
    this.#hasToldCommands = true;
    return [{ type: 'commands', commands }];
  }

  /** How full the window is after the last request of the conversation; nothing before there was one. */
  context(windowTokens: number | null): SessionEvent[] {
    return this.#sentTokens === 0 ? [] : [{ type: 'context', usedTokens: this.#sentTokens, windowTokens }];
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
        return this.#result(message);
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
        return [
          ...this.begin(),
          ...this.commandsAre(message.slash_commands),
          ...this.modelIs(text(message.model)),
          ...this.modeIs(this.#modeOf(message)),
        ];
      case 'status':
        return this.modeIs(this.#modeOf(message));
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

  #modeOf(message: Fields): PermissionMode | undefined {
    return this.#options.dialect.modeOf(text(message.permissionMode) || text(message.permission_mode));
  }

  #result(message: Fields): SessionEvent[] {
    const window = count(fields(fields(message.modelUsage)[this.#model]).contextWindow);
    // A CLI that is asked for the window tells it a moment later.
    const context = this.#options.dialect.windowRequest === null ? this.context(window) : [];
    return [...this.#blocks.close(), ...this.#closeTools(), ...context, ...this.#endTurn(turnEnd(message, this.#isInterrupted))];
  }

  #assistant(message: Fields): SessionEvent[] {
    const { id, content, model, usage } = fields(message.message);
    // Words of the CLI itself about an error; the result has them too.
    if (model === '<synthetic>' && (message.is_api_error_message === true || text(message.error) !== '')) return [];
    const isSubagent = Boolean(message.parent_tool_use_id);
    // Before a request has ended, its usage may still be unknown.
    if (!isSubagent) this.#sentTokens = this.#options.dialect.sentTokens(fields(usage)) || this.#sentTokens;
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
    const like = this.#options.dialect.likeTool(name);
    this.#tools.set(id, { id, callId, like, input, startedAt: this.#options.now() });
    const call: SessionEvent = {
      type: 'tool_call',
      toolCallId: callId,
      name: shortened(name, 200),
      kind: kindOf(like),
      subject: subjectOf(input),
      input: withoutMiddle(JSON.stringify(input), 100_000),
    };
    return [call, ...this.#planOf(like, input)];
  }

  #planOf(like: string, input: Fields): SessionEvent[] {
    if (like === 'TodoWrite') return [planOfTodos(input)];
    // In plan mode the plan is written to a file of the CLI's own before it is put forward.
    if (like === 'Write' && /[\\/]\.claude[\\/]plans[\\/]/.test(text(input.file_path))) this.#planText = text(input.content);
    if (like !== 'ExitPlanMode') return [];
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
        const { cwd, now, dialect } = this.#options;
        const around = { cwd, now: now(), isInterrupted: this.#isInterrupted, detailsOf: dialect.detailsOf };
        return [toolResult(tool, block, message, around)];
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
