import type { Machine } from '@open-ace/contracts/machine';
import { expect, test } from 'vitest';
import { vitalsOf } from './vitals.ts';

const gigabyte = 1024 ** 3;

const machine = (parts: Partial<Machine>) =>
  ({
    os: 'Debian 12',
    cpus: 8,
    memoryBytes: 32 * gigabyte,
    vitals: { cpuLoad: 2, memoryFreeBytes: 8 * gigabyte, diskBytes: 500 * gigabyte, diskFreeBytes: 20 * gigabyte },
    ...parts,
  }) as Machine;

const levels = (parts: Partial<Machine>) => vitalsOf(machine(parts))?.map(({ name, level }) => `${name} ${level}`);

test('nothing is known before the agent has told', () => {
  expect(vitalsOf(machine({ vitals: null }))).toBeNull();
});

test('load is a share of the CPUs, the rest of what there is', () => {
  expect(vitalsOf(machine({}))).toMatchObject([
    { name: 'cpu', share: 0.25, used: 2, total: 8, level: 'usual' },
    { name: 'memory', share: 0.75, used: 24 * gigabyte, level: 'usual' },
    { name: 'disk', share: 0.96, used: 480 * gigabyte, level: 'full' },
  ]);
});

test('a busy CPU is no alarm until twice as much is wanted as there is', () => {
  const loaded = (cpuLoad: number) => levels({ vitals: { cpuLoad, memoryFreeBytes: gigabyte, diskBytes: 0, diskFreeBytes: 0 } })?.[0];
  expect([7.9, 8, 16].map(loaded)).toEqual(['cpu usual', 'cpu high', 'cpu full']);
});

test('what a machine does not tell is left out instead of being zero', () => {
  expect(levels({ os: 'Windows_NT 10.0.22631' })).toEqual(['memory usual', 'disk full']);
  const vitals = { cpuLoad: 1, memoryFreeBytes: 0, diskBytes: 0, diskFreeBytes: 0 };
  expect(levels({ vitals, memoryBytes: 0 })).toEqual(['cpu usual']);
});
