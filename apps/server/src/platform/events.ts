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

/** One field of an event, and the value that it has. */
export type Where<Name extends EventName> = {
  [Field in keyof DomainEvents[Name]]?: Extract<DomainEvents[Name][Field], string>;
};

export interface Events {
  emit<Name extends EventName>(name: Name, payload: DomainEvents[Name]): void;
  /** Answers how to stop listening. A listener that throws harms nobody else. `where`: those alone whose one field has that value. */
  on<Name extends EventName>(name: Name, listener: (payload: DomainEvents[Name]) => void | Promise<void>, where?: Where<Name>): () => void;
}

/** With a thousand machines each waits for its own: an event is handed to those whom it concerns, not offered to all. */
const topic = (name: string, field: string, value: string) => `${name} ${field} ${value}`;

/** The bus of one replica. */
export function createEvents(log: Log): Events {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    emit(name, payload) {
      emitter.emit(name, payload);
      for (const [field, value] of Object.entries(payload)) if (typeof value === 'string') emitter.emit(topic(name, field, value), payload);
    },
    on(name, listener, where = {}) {
      const guarded = (payload: DomainEvents[typeof name]) => {
        Promise.resolve()
          .then(() => listener(payload))
          .catch((error: unknown) => log.error({ err: error, event: name }, 'an event listener failed'));
      };
      const [[field, value] = []] = Object.entries(where as Record<string, string>);
      const heard = field === undefined || value === undefined ? name : topic(name, field, value);
      emitter.on(heard, guarded);
      return () => void emitter.off(heard, guarded);
    },
  };
}
