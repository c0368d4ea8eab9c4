declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** This tenant has a price of its own more or less than before. */
    'price.changed': { tenantId: string };
  }
}

export {};
