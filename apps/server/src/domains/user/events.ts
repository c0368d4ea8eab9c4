declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** The first administrator of the installation exists from now on. */
    'user.first-admin-created': { tenantId: string; userId: string };
  }
}

export {};
