import { randomUUID } from 'node:crypto';
import type { SessionEvent, SlashCommand } from '@open-ace/contracts/session-events';
import { oneLine, shortened } from '../../text.ts';
import { count, type Fields, fields, list, text } from '../stream-json/fields.ts';
import { planOfTodos } from '../stream-json/plan.ts';
import { wordsOf } from './content.ts';
import type { Controls } from './controls.ts';
import type { ToolCall } from './tool-call.ts';
import { ToolCalls } from './tool-calls.ts';
import { Words } from './words.ts';

interface Options {
  readonly cwd: string;
  readonly controls: Controls;
  readonly now: () => number;
}

const mostCommands = 500;

/** Turns what an ACP agent says into session events. It holds what spans several updates: words that stream, tools at work. */
export class Translator {
  readonly #controls: Controls;
  readonly #words: Words;
  readonly #calls: ToolCalls;
  /** Ids of ours, for those of an agent may come twice; another process of the session has others. */
  readonly #process = randomUUID().slice(0, 8);
  #lastId = 0;
  #hasShown = false;

  constructor({ cwd, controls, now }: Options) {
    this.#controls = controls;
    this.#words = new Words(this.nextId);
    this.#calls = new ToolCalls({ cwd, now, nextId: this.nextId });
  }

  readonly nextId = (): string => `${this.#process}:${++this.#lastId}`;

  /** Whether the turn has shown anything at all. */
  get hasShown(): boolean {
    return this.#hasShown;
  }

  begin(): SessionEvent[] {
    const before = this.end();
    this.#hasShown = false;
    this.#calls.isInterrupted = false;
    return [...before, { type: 'turn_started' }];
  }

  interrupted(): void {
    this.#calls.isInterrupted = true;
  }

  /** Closes whatever was open: the turn is over, or the process is gone. */
  end(): SessionEvent[] {
    return [...this.#words.close(), ...this.#calls.close()];
  }

  ask(toolCall: Fields): { call: ToolCall; events: SessionEvent[] } {
    this.#hasShown = true;
    const { call, events } = this.#calls.ask(toolCall);
    return { call, events: [...this.#words.close(), ...events] };
  }

  /** The `update` of one `session/update`. */
  take(update: Fields): SessionEvent[] {
    switch (update.sessionUpdate) {
      case 'agent_message_chunk':
        return this.#piece('message', update);
      case 'agent_thought_chunk':
        return this.#piece('thought', update);
      case 'tool_call':
      case 'tool_call_update':
        this.#hasShown = true;
        return this.#after(this.#calls.take(update));
      case 'plan':
        return this.#after([planOfTodos({ todos: update.entries })]);
      case 'notice':
        return this.#after(noticeOf(update));
      case 'compaction_update':
        return update.status === 'completed' ? this.#after([info('The conversation was summarised to make room.')]) : [];
      case 'current_mode_update':
      case 'config_option_update':
        return this.#controls.take(update);
      default:
        return this.takeEarly(update);
    }
  }

  /** What counts even while the session is being opened, unlike a conversation of before or a mode that is not chosen yet. */
  takeEarly(update: Fields): SessionEvent[] {
    if (update.sessionUpdate === 'available_commands_update') return [commandsOf(update)];
    return update.sessionUpdate === 'usage_update' ? contextOf(update) : [];
  }

  #piece(type: 'message' | 'thought', { content, messageId }: Fields): SessionEvent[] {
    this.#hasShown = true;
    return this.#words.piece(type, text(messageId).slice(0, 200), wordsOf(content));
  }

  /** What comes between two pieces of words parts them. */
  #after(events: SessionEvent[]): SessionEvent[] {
    return events.length === 0 ? [] : [...this.#words.close(), ...events];
  }
}

const info = (words: string): SessionEvent => ({ type: 'notice', reason: 'info', text: shortened(words, 4000), retryInMs: null });

function noticeOf({ title, description }: Fields): SessionEvent[] {
  const words = [text(title), text(description)].filter(Boolean).join('\n');
  return words === '' ? [] : [info(words)];
}

function contextOf({ used, size }: Fields): SessionEvent[] {
  const usedTokens = count(used);
  return usedTokens === null ? [] : [{ type: 'context', usedTokens, windowTokens: count(size) || null }];
}

function commandsOf({ availableCommands }: Fields): SessionEvent {
  const commands: SlashCommand[] = list(availableCommands)
    .slice(0, mostCommands)
    .map(fields)
    .map(({ name, description, input }) => ({
      name: oneLine(text(name), 100),
      description: oneLine(text(description), 500),
      hint: oneLine(text(fields(input).hint), 200),
    }));
  return { type: 'commands', commands: commands.filter(({ name }) => name !== '') };
}
