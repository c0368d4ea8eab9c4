import type { SlashCommand } from '@open-ace/contracts/session-events';

/** What is being typed and can be completed, and where it stands in the text. */
export interface Completable {
  kind: 'file' | 'command';
  /** What of it is typed, without its sign. */
  query: string;
  from: number;
  to: number;
}

/** A slash command is the beginning of the message; a file is named anywhere, by an `@` that no word stands before. */
export function completableAt(text: string, caret: number): Completable | null {
  const before = text.slice(0, caret);
  const command = /^\/(\S*)$/.exec(before);
  if (command) return { kind: 'command', query: command[1] ?? '', from: 0, to: caret };
  const file = /(?:^|[\s(["'])@([^\s@]*)$/.exec(before);
  if (!file) return null;
  const query = file[1] ?? '';
  return { kind: 'file', query, from: caret - query.length - 1, to: caret };
}

/** The text with a choice in place of what was typed of it, and where to type on. */
export function complete(text: string, { from, to }: Completable, choice: string): { text: string; caret: number } {
  const rest = text.slice(to);
  // Within a folder one goes on choosing.
  if (choice.endsWith('/')) return { text: `${text.slice(0, from)}${choice}${rest}`, caret: from + choice.length };
  const gap = /^\s/.test(rest) ? '' : ' ';
  return { text: `${text.slice(0, from)}${choice}${gap}${rest}`, caret: from + choice.length + 1 };
}

const mostCommands = 50;

/** Commands that begin with what is typed, then those that have it somewhere. */
export function matchingCommands(commands: readonly SlashCommand[], query: string): SlashCommand[] {
  const wanted = query.toLowerCase();
  const rank = ({ name }: SlashCommand) => {
    const place = name.toLowerCase().indexOf(wanted);
    return place > 0 ? 1 : place;
  };
  return commands
    .filter((command) => rank(command) >= 0)
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, mostCommands);
}
