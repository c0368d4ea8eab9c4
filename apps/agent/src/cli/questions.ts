import { createInterface } from 'node:readline';

/** Asks on the terminal; '' where an answer is empty, or the input has ended. */
export interface Questions {
  ask(question: string): Promise<string>;
  /** Leaves the terminal to somebody else. */
  close(): void;
}

export function openQuestions(): Questions {
  const terminal = createInterface({ input: process.stdin });
  const lines = terminal[Symbol.asyncIterator]();
  return {
    async ask(question) {
      process.stdout.write(question);
      const { value } = await lines.next();
      return typeof value === 'string' ? value.trim() : '';
    },
    close: () => terminal.close(),
  };
}
