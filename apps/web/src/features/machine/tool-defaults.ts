import type { Machine, ToolDefault } from '@open-ace/contracts/machine';
import { PermissionMode, type ToolId } from '@open-ace/contracts/tools';

/** What holds for a tool, and where that was set; null where nobody set anything. */
export interface Holding {
  value: ToolDefault;
  from: 'machine' | 'everywhere';
}

const find = (defaults: readonly ToolDefault[], tool: ToolId) => defaults.find((each) => each.tool === tool);

/** A machine's own goes before what is set for all machines, as a whole: fields of the two are never mixed. */
export function holdingOf(tool: ToolId, own: readonly ToolDefault[], everywhere: readonly ToolDefault[]): Holding | null {
  const here = find(own, tool);
  if (here) return { value: here, from: 'machine' };
  const all = find(everywhere, tool);
  return all ? { value: all, from: 'everywhere' } : null;
}

/** Modes to choose from: those that the tool has on the machine, or any where that is not known. */
export function choosableModes(machine: Pick<Machine, 'tools'> | null, tool: ToolId): PermissionMode[] {
  const installed = machine?.tools.find((each) => each.tool === tool);
  if (!installed || installed.modes.length === 0) return PermissionMode.options;
  return PermissionMode.options.filter(
    (mode) => installed.modes.includes(mode) && !installed.withheldModes.some((withheld) => withheld.mode === mode),
  );
}

/** Extra arguments are written one a line, so that none has to be quoted. */
export const argsOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
