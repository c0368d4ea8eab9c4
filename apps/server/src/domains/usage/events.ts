declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** Figures of this tenant are others than before. */
    'usage.changed': { tenantId: string };
  }
}

export {};
