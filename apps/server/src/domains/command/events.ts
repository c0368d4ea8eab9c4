declare module '../../platform/events.ts' {
  interface DomainEvents {
    /** There is something to do for this machine. */
    'command.queued': { machineId: string };
    /** A command came to its end, whichever. */
    'command.finished': { commandId: string; machineId: string };
    /** It has said something, or ended. */
    'command.progress': { commandId: string };
  }
}

export {};
