import type { SessionEvent } from '@open-ace/contracts/session-events';

type Delta = Extract<SessionEvent, { type: 'message_delta' | 'thought_delta' }>;

const betweenMs = 40;
const flushLength = 4096;

/**
 * The events of one session on their way into the box. The first piece of a message goes at once, those that follow it closely become
 * one before they get a number; the order stays. Each call resolves once what came before it is on disk, so that whoever awaits it stops reading a
 * CLI while the box is full.
 */
export class Outlet {
  readonly #append: (event: SessionEvent) => Promise<void>;
  #pending: Delta | undefined;
  #timer: NodeJS.Timeout | undefined;
  #nextAt = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(append: (event: SessionEvent) => Promise<void>) {
    this.#append = append;
  }

  async emit(event: SessionEvent): Promise<void> {
    if (event.type !== 'message_delta' && event.type !== 'thought_delta') {
      this.#flush();
      this.#last = this.#append(event);
      return this.#last;
    }
    if (this.#pending && (this.#pending.itemId !== event.itemId || this.#pending.type !== event.type)) this.#flush();
    this.#pending = this.#pending ? { ...this.#pending, text: this.#pending.text + event.text } : event;
    const waitMs = this.#nextAt - performance.now();
    if (waitMs <= 0 || this.#pending.text.length >= flushLength) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), waitMs);
    return this.#last;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    this.#pending = undefined;
    if (!pending) return;
    this.#nextAt = performance.now() + betweenMs;
    this.#last = this.#append(pending);
  }
}
