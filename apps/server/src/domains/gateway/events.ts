declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** Calls of this tenant began, went on or ended. */
    'gateway.calls-changed': { tenantId: string };
    /** Calls of a session are held from now on, or go on. */
    'gateway.session-paused': { sessionId: string };
    'gateway.session-resumed': { sessionId: string };
    /** What this tenant allows at its LLM doors is another than before. */
    'gateway.settings-changed': { tenantId: string };
  }
}

export {};
