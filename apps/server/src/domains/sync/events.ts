declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** Something that follows a person is another. */
    'sync.changed': { userId: string; key: string };
  }
}

export {};
