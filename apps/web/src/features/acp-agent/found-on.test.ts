import type { Machine, MachineTool } from '@open-ace/contracts/machine';
import { expect, test } from 'vitest';
import { foundOn } from './found-on.ts';

const goose: MachineTool = { tool: 'goose', name: 'Goose', version: '1.2.3', tested: true, modes: [], withheldModes: [], problem: '' };
const machine = (name: string, tools: MachineTool[]) => ({ name, tools }) as Machine;

test('machines that have an agent come before those that do not, each by name', () => {
  const items = [machine('m10', []), machine('m2', []), machine('m3', [{ ...goose, tool: 'other' }, goose]), machine('m1', [goose])];
  const found = foundOn(items, 'goose').map(({ machine: { name }, tool }) => [name, tool?.version]);
  expect(found).toEqual([
    ['m1', '1.2.3'],
    ['m3', '1.2.3'],
    ['m2', undefined],
    ['m10', undefined],
  ]);
});
