import { EventEmitter } from 'node:events';
import type { Log } from './logger.ts';

/** What happened, by name `noun.past-tense`. Each domain adds its own by declaration merging in its `events.ts`. */
export interface DomainEvents {
  /** Credentials that hold no longer; sockets opened with them end. */
  'credential.revoked': { tokenIds: string[] };
  /** A person's rights are others than before; their sockets end, so that clients come back with the new ones. */
  'user.access-changed': { userId: string };
}

export type EventName = keyof DomainEvents & string;

export interface Events {
  emit<Name extends EventName>(name: Name, payload: DomainEvents[Name]): void;
  /** Answers how to stop listening. A listener that throws harms nobody else. */
  on<Name extends EventName>(name: Name, listener: (payload: DomainEvents[Name]) => void | Promise<void>): () => void;
}

/** The bus of one replica. */
export function createEvents(log: Log): Events {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    emit: (name, payload) => void emitter.emit(name, payload),
    on(name, listener) {
      const guarded = (payload: DomainEvents[typeof name]) => {
        Promise.resolve()
          .then(() => listener(payload))
          .catch((error: unknown) => log.error({ err: error, event: name }, 'an event listener failed'));
      };
      emitter.on(name, guarded);
      return () => void emitter.off(name, guarded);
    },
  };
}
