/** How the process ends, for whoever supervises it. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  /** The server does not want this machine: starting again cannot help. */
  refused: 3,
  /** Another agent works in the same folder. */
  inUse: 4,
} as const;

/** Ends the agent with one sentence for the person who runs it. */
export class Ending extends Error {
  override readonly name = 'Ending';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}
