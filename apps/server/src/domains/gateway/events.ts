declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** Calls of this tenant began, went on or ended. */
    'gateway.calls-changed': { tenantId: string };
    /** What this tenant allows at its LLM doors is another than before. */
    'gateway.settings-changed': { tenantId: string };
  }
}

export {};
