import type { Machine } from '@open-ace/contracts/machine';

/** The parts of a machine's drawer, in the order of their tabs. */
export const machineParts = ['overview', 'tools', 'defaults', 'sessions', 'people', 'log', 'credential'] as const;
export type MachinePart = (typeof machineParts)[number];

const managersOnly: readonly MachinePart[] = ['people', 'log', 'credential'];

/** Those that the viewer may see: the server refuses the others. */
export const partsFor = ({ mayManage }: Pick<Machine, 'mayManage'>): MachinePart[] =>
  machineParts.filter((part) => mayManage || !managersOnly.includes(part));

/** The part that an address names, as far as the viewer may see it. */
export const partOf = (machine: Pick<Machine, 'mayManage'>, named: string | undefined): MachinePart =>
  partsFor(machine).find((part) => part === named) ?? 'overview';
