import type { SessionEvent } from '../../packages/contracts/src/session-events.ts';
import { slowness } from './cli-programs.ts';

export type EventOf<Type extends SessionEvent['type']> = Extract<SessionEvent, { type: Type }>;

/** What has happened in a session so far, as a test asks for it. */
export class SessionLog {
  constructor(readonly events: () => SessionEvent[]) {}

  of<Type extends SessionEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events().filter((event): event is EventOf<Type> => event.type === type);
  }

  /** The n-th event of a type, once it is there. */
  async next<Type extends SessionEvent['type']>(type: Type, n = 1): Promise<EventOf<Type>> {
    for (let waited = 0; waited < 60_000 * slowness; waited += 20) {
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

  /** What was said, put together from its pieces. */
  words(): string[] {
    return this.of('message').map(({ text }) => text);
  }
}
