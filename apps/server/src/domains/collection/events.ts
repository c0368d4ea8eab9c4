declare module '../../platform/events.ts' {
  interface DomainEvents {
    'collection.progressed': { tenantId: string };
  }
}

export {};
