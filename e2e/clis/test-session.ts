import { randomUUID } from 'node:crypto';
import type { Sessions } from '../../apps/agent/src/sessions/sessions.ts';
import type { Image, SessionEvent } from '../../packages/contracts/src/session-events.ts';
import { type EventOf, SessionLog } from './session-log.ts';

/** One session as a person meets it. */
export class TestSession extends SessionLog {
  constructor(
    readonly sessions: Sessions,
    readonly id: string,
    events: () => SessionEvent[],
  ) {
    super(events);
  }

  /** As the CLI keeps it, which a CLI may have named itself. */
  get toolSessionId(): string {
    return this.of('process_started').at(-1)?.toolSessionId ?? '';
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
}
