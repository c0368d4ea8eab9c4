declare module '../../platform/events.ts' {
  interface DomainEvents {
    'machine.changed': { tenantId: string; machineId: string };
    /** A token by which this very machine may enrol; for whoever started the server. */
    'machine.local-registration': { token: string };
  }
}

export {};
