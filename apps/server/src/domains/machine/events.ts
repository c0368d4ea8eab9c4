declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** What is shown of it is another: its presence, its name, whom it is shared with, how far its history was read. */
    'machine.changed': { tenantId: string; machineId: string };
    /** A token by which this very machine may enrol; for whoever started the server. */
    'machine.local-registration': { token: string };
  }
}

export {};
