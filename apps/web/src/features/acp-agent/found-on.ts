import type { Machine, MachineTool } from '@open-ace/contracts/machine';

export interface FoundOn {
  machine: Machine;
  /** Null where it is not there. */
  tool: MachineTool | null;
}

const byName = (a: FoundOn, b: FoundOn) => a.machine.name.localeCompare(b.machine.name, undefined, { numeric: true });

/** Every machine, those first that have the agent. */
export const foundOn = (machines: readonly Machine[], agentId: string): FoundOn[] =>
  machines
    .map((machine) => ({ machine, tool: machine.tools.find(({ tool }) => tool === agentId) ?? null }))
    .toSorted((a, b) => Number(b.tool !== null) - Number(a.tool !== null) || byName(a, b));
