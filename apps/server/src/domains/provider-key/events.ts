declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** A key of this tenant is another than before; what is remembered of it is forgotten. */
    'provider-key.changed': { tenantId: string };
  }
}

export {};
