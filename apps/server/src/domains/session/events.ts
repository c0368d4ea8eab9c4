declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** There is more in the transcript of a session. */
    'session.appended': { sessionId: string };
    /** A session's state, title or the like is another. */
    'session.changed': { tenantId: string; sessionId: string; userId: string };
  }
}

export {};
