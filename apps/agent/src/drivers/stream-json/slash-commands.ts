import type { SlashCommand } from '@open-ace/contracts/session-events';
import { oneLine } from '../../text.ts';
import { fields, list, text } from './fields.ts';

const mostCommands = 500;

/** The slash commands that a CLI tells: names alone, or with what each does and takes. */
export function slashCommands(told: unknown): SlashCommand[] {
  const commands = list(told).map((command) => {
    const { name, description, argumentHint } = typeof command === 'string' ? { name: command } : fields(command);
    return { name: oneLine(text(name), 100), description: oneLine(text(description), 500), hint: oneLine(text(argumentHint), 200) };
  });
  const byName = new Map(commands.filter(({ name }) => name !== '').map((command) => [command.name, command]));
  return [...byName.values()].slice(0, mostCommands);
}
