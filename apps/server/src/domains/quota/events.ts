declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** Limits are others than before; null where they bind more than one tenant. */
    'quota.changed': { tenantId: string | null };
  }
}

export {};
