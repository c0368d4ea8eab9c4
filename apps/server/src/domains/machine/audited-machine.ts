import type { MachineRole } from '@open-ace/contracts/machine';
import { audited } from '#platform/audit/audit';
import type { MachineRow } from './repository.ts';

export const auditedMachine = audited<MachineRow>('machine', (row) => row.name, {
  id: 'ignore',
  tenantId: 'ignore',
  ownerId: 'track',
  name: 'track',
  hostname: 'track',
  os: 'track',
  arch: 'ignore',
  cpuModel: 'ignore',
  cpus: 'ignore',
  memoryBytes: 'ignore',
  agentVersion: 'track',
  protocol: 'ignore',
  tools: 'ignore',
  root: 'track',
  homeFolder: 'ignore',
  historyPolicy: 'track',
  cpuLoad: 'ignore',
  memoryFreeBytes: 'ignore',
  diskBytes: 'ignore',
  diskFreeBytes: 'ignore',
  local: 'track',
  instanceId: 'ignore',
  seenAt: 'ignore',
  presentUntil: 'ignore',
  createdAt: 'ignore',
  updatedAt: 'ignore',
  removedAt: 'track',
  searchText: 'ignore',
});

/** A machine as far as one person's right on it is changed: by user name, null for none. */
interface SharedMachine {
  id: string;
  name: string;
  people: Record<string, MachineRole | null>;
}

export const auditedSharing = audited<SharedMachine>('machine', (row) => row.name, { id: 'ignore', name: 'ignore', people: 'track' });
