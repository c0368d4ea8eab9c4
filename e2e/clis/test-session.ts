import { randomUUID } from 'node:crypto';
import type { Sessions } from '../../apps/agent/src/sessions/sessions.ts';
import type { Image, SessionEvent } from '../../packages/contracts/src/session-events.ts';

export type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;

/** One session as a person meets it. */
export class TestSession {
  constructor(
    readonly sessions: Sessions,
    readonly id: string,
    readonly events: () => SessionEvent[],
  ) {}

  /** As the CLI keeps it, which a CLI may have named itself. */
  get toolSessionId(): string {
    return this.of('process_started').at(-1)?.toolSessionId ?? '';
  }

  of<Type extends SessionEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events().filter((event): event is EventOf<Type> => event.type === type);
  }

  /** The n-th event of a type, once it is there. */
  async next<Type extends SessionEvent['type']>(type: Type, n = 1): Promise<EventOf<Type>> {
    for (let waited = 0; waited < 60_000; waited += 20) {
      const event = this.of(type)[n - 1];
      if (event) return event;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(
      `No ${type} came. What came: ${this.events()
        .map((event) => JSON.stringify(event).slice(0, 300))
        .join('\n')}`,
    );
  }

  async say(text: string, images: Image[] = []): Promise<EventOf<'turn_ended'>> {
    const turns = this.of('turn_ended').length;
    await this.tell(text, images);
    return this.next('turn_ended', turns + 1);
  }

  /** As `say`, without waiting for the answer. */
  async tell(text: string, images: Image[] = []): Promise<void> {
    await this.sessions.send({ kind: 'session.send', sessionId: this.id, messageId: randomUUID(), text, images });
  }

  respond(requestId: string, behavior: 'allow' | 'deny', rule: string | null = null): Promise<void> {
    return this.sessions.respond({ kind: 'session.respond', sessionId: this.id, requestId, behavior, rule });
  }

  interrupt(): Promise<void> {
    return this.sessions.interrupt({ kind: 'session.interrupt', sessionId: this.id });
  }

  stop(): Promise<void> {
    return this.sessions.stop({ kind: 'session.stop', sessionId: this.id });
  }

  /** What was said, put together from its pieces. */
  words(): string[] {
    return this.of('message').map(({ text }) => text);
  }
}
