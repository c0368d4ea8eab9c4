import type { SessionEvent } from '@open-ace/contracts/session-events';
import { shortened } from '../../text.ts';
import { type Fields, text } from '../stream-json/fields.ts';
import { cancelled, toolCall, toolResult, toolWords } from './tool-item.ts';

interface OpenTool {
  readonly item: Fields;
  readonly callId: string;
  /** Epoch milliseconds; moved to the moment of the permission where one was asked for. */
  startedAt: number;
  isDenied: boolean;
  /** A command that the model lets go on while it does other things; it ends when it ends. */
  isInBackground: boolean;
}

/** The tools of a session: each is called once and ends once, whatever Codex tells of it. */
export class ToolsAtWork {
  readonly #cwd: string;
  readonly #now: () => number;
  readonly #open = new Map<string, OpenTool>();

  constructor(cwd: string, now: () => number) {
    this.#cwd = cwd;
    this.#now = now;
  }

  begin(item: Fields): SessionEvent[] {
    const id = text(item.id);
    const words = toolWords(item);
    if (!words || id === '' || this.#open.has(id)) return [];
    const callId = shortened(id, 200);
    this.#open.set(id, { item, callId, startedAt: this.#now(), isDenied: false, isInBackground: false });
    return [toolCall(callId, words)];
  }

  end(item: Fields, isInterrupted: boolean): SessionEvent[] {
    const call = this.begin(item);
    const id = text(item.id);
    const tool = this.#open.get(id);
    if (!tool) return [];
    this.#open.delete(id);
    const { callId, isDenied } = tool;
    return [...call, toolResult(item, { callId, isDenied, isInterrupted, cwd: this.#cwd, durationMs: this.#now() - tool.startedAt })];
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  find(matches: (item: Fields) => boolean): Fields | undefined {
    return [...this.#open.values()].find(({ item }) => matches(item))?.item;
  }

  answered(id: string, isDenied: boolean): void {
    const tool = this.#open.get(id);
    if (!tool) return;
    tool.isDenied = isDenied;
    // The time that a person took is not the tool's.
    tool.startedAt = this.#now();
  }

  /** Commands of earlier turns that go on. */
  get inBackground(): ReadonlySet<string> {
    return new Set([...this.#open].flatMap(([id, tool]) => (tool.isInBackground ? [id] : [])));
  }

  /** What its turn leaves at work: a command that goes on in the background, unless the turn was interrupted. */
  endTurn(isInterrupted: boolean): SessionEvent[] {
    const closed = this.#close((tool) => !tool.isInBackground && (isInterrupted || tool.item.type !== 'commandExecution'));
    for (const tool of this.#open.values()) tool.isInBackground = true;
    return closed;
  }

  /** Nothing will be told any more. */
  close(): SessionEvent[] {
    return this.#close(() => true);
  }

  #close(isOver: (tool: OpenTool) => boolean): SessionEvent[] {
    const now = this.#now();
    const over = [...this.#open].filter(([, tool]) => isOver(tool));
    for (const [id] of over) this.#open.delete(id);
    return over.map(([, { callId, startedAt }]) => cancelled(callId, Math.max(0, now - startedAt)));
  }
}
