import type { Machine } from '@open-ace/contracts/machine';

/** Agents tell once a minute, and that they did is no event. */
export const vitalsRefreshMs = 30_000;

type VitalName = 'cpu' | 'memory' | 'disk';
type VitalLevel = 'usual' | 'high' | 'full';

export interface Vital {
  name: VitalName;
  /** How much of it is in use as a share of one; more than one where more processes want a CPU than there are. */
  share: number;
  level: VitalLevel;
  /** Processes that want a CPU, or bytes in use, and how many there are in all. */
  used: number;
  total: number;
}

/** From which shares on a level begins. A CPU that is busy does its work; a disk or memory that is full ends it. */
const levels: Record<VitalName, { high: number; full: number }> = {
  cpu: { high: 1, full: 2 },
  memory: { high: 0.85, full: 0.95 },
  disk: { high: 0.85, full: 0.95 },
};

/** Windows keeps no load average: Node tells zero there, which would be a lie. */
const tellsNoLoad = ({ os }: Machine) => os.startsWith('Windows');

function vitalOf(name: VitalName, used: number, total: number): Vital | null {
  if (total <= 0) return null;
  const share = Math.max(0, used) / total;
  const { high, full } = levels[name];
  return { name, share, level: share >= full ? 'full' : share >= high ? 'high' : 'usual', used: Math.max(0, used), total };
}

/** What is known of how a machine fares; null before its agent has told. */
export function vitalsOf(machine: Machine): Vital[] | null {
  const { vitals, cpus, memoryBytes } = machine;
  if (!vitals) return null;
  const { cpuLoad, memoryFreeBytes, diskBytes, diskFreeBytes } = vitals;
  return [
    tellsNoLoad(machine) ? null : vitalOf('cpu', cpuLoad, cpus),
    vitalOf('memory', memoryBytes - memoryFreeBytes, memoryBytes),
    vitalOf('disk', diskBytes - diskFreeBytes, diskBytes),
  ].filter((vital) => vital !== null);
}
