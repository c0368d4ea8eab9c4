import type { Machine } from '@open-ace/contracts/machine';
import { expect, test } from 'vitest';
import { countByStatus, type MachineView, viewMachines } from './machine-view.ts';

const machine = (name: string, parts: Partial<Machine>): Machine => ({
  id: name,
  name,
  status: 'offline',
  hostname: name,
  os: 'Debian 12',
  arch: 'x64',
  cpuModel: '',
  cpus: 8,
  memoryBytes: 0,
  agentVersion: '0.1.0',
  vitals: null,
  root: false,
  homeFolder: '/home/dev',
  tools: [],
  local: false,
  owner: { id: 'u', displayName: 'Ada' },
  historyPolicy: 'usage',
  openSessions: 0,
  mayManage: true,
  mayUse: true,
  createdAt: '2026-11-01T00:00:00.000Z',
  seenAt: null,
  ...parts,
});

const codex = { tool: 'codex', name: 'Codex', version: '0.62.0', tested: true, modes: ['ask' as const], withheldModes: [], problem: '' };
const machines = [
  machine('gpu-10', { status: 'online', openSessions: 2, tools: [codex], seenAt: '2026-11-20T14:00:00.000Z' }),
  machine('gpu-2', { owner: { id: 'v', displayName: 'Grace' }, seenAt: '2026-11-20T12:00:00.000Z' }),
  machine('laptop', { status: 'online', seenAt: '2026-11-20T13:00:00.000Z' }),
  machine('gone', {}),
];

const names = (view: Partial<MachineView>) =>
  viewMachines(machines, { status: undefined, tool: undefined, sort: { field: 'name', descending: false }, ...view }).map(
    ({ name }) => name,
  );

test('numbers within names are numbers', () => {
  expect(names({})).toEqual(['gone', 'gpu-2', 'gpu-10', 'laptop']);
  expect(names({ sort: { field: 'name', descending: true } })).toEqual(['laptop', 'gpu-10', 'gpu-2', 'gone']);
});

test('a state or a tool leaves the others out', () => {
  expect(names({ status: 'online' })).toEqual(['gpu-10', 'laptop']);
  expect(names({ tool: 'codex' })).toEqual(['gpu-10']);
  expect(names({ tool: 'codex', status: 'offline' })).toEqual([]);
});

test('the last one seen comes first, machines that are there before all others, unknown ones last', () => {
  expect(names({ sort: { field: 'seenAt', descending: true } })).toEqual(['gpu-10', 'laptop', 'gpu-2', 'gone']);
});

test('equal ones are in the order of their names', () => {
  expect(names({ sort: { field: 'openSessions', descending: true } })).toEqual(['gpu-10', 'gone', 'gpu-2', 'laptop']);
  expect(names({ sort: { field: 'owner', descending: false } })).toEqual(['gone', 'gpu-10', 'laptop', 'gpu-2']);
});

test('states are counted', () => {
  expect(countByStatus(machines)).toEqual({ online: 2, offline: 2, updating: 0 });
});
