import { parseArgs } from 'node:util';
import { Ending, exitCodes } from '../ending.ts';
import { usage } from './usage.ts';

interface Known {
  /** Options that take a word. */
  readonly words?: readonly string[];
  readonly flags?: readonly string[];
}

export interface Options {
  word(name: string): string | undefined;
  flag(name: string): boolean;
}

/** Reads what stands behind a command; anything unknown ends with the usage. */
export function optionsOf(args: readonly string[], { words = [], flags = [] }: Known = {}): Options {
  const entries = [
    ...words.map((name) => [name, { type: 'string' }] as const),
    ...flags.map((name) => [name, { type: 'boolean' }] as const),
  ];
  try {
    const parsed = parseArgs({ args: [...args], options: Object.fromEntries(entries) });
    const values: Readonly<Record<string, unknown>> = parsed.values;
    return {
      word: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    throw new Ending(`${error instanceof Error ? error.message : error}\n\n${usage}`, exitCodes.usage);
  }
}
