import type { Machine, MachineStatus } from '@open-ace/contracts/machine';
import type { ToolId } from '@open-ace/contracts/tools';
import type { Sort } from '#ui/Sort.tsx';

export const machineSorts = ['name', 'owner', 'openSessions', 'seenAt'] as const;
export type MachineSort = (typeof machineSorts)[number];

export interface MachineView {
  status: MachineStatus | undefined;
  tool: ToolId | undefined;
  sort: Sort<MachineSort>;
}

type Compare = (a: Machine, b: Machine) => number;

const byName: Compare = (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true });

/** A machine that is online is seen now, whatever its last heartbeat says; one that said goodbye comes last. */
const seen = ({ status, seenAt }: Machine) => (status === 'online' ? Number.POSITIVE_INFINITY : seenAt ? Date.parse(seenAt) : 0);

const comparisons: Record<MachineSort, Compare> = {
  name: byName,
  owner: (a, b) => a.owner.displayName.localeCompare(b.owner.displayName) || byName(a, b),
  openSessions: (a, b) => a.openSessions - b.openSessions || byName(b, a),
  seenAt: (a, b) => Math.sign(seen(a) - seen(b) || 0) || byName(b, a),
};

/** What of the loaded machines is on show, in which order. */
export function viewMachines(machines: readonly Machine[], { status, tool, sort }: MachineView): Machine[] {
  const compare = comparisons[sort.field];
  return machines
    .filter((machine) => status === undefined || machine.status === status)
    .filter((machine) => tool === undefined || machine.tools.some((each) => each.tool === tool))
    .toSorted((a, b) => (sort.descending ? compare(b, a) : compare(a, b)));
}

export function countByStatus(machines: readonly Machine[]): Record<MachineStatus, number> {
  const counts = { online: 0, offline: 0, updating: 0 };
  for (const { status } of machines) counts[status] += 1;
  return counts;
}
