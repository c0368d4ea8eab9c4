import type { Machine, ToolDefault } from '@open-ace/contracts/machine';
import { expect, test } from 'vitest';
import { argsOf, choosableModes, holdingOf } from './tool-defaults.ts';

const set = (machineId: string | null, model: string): ToolDefault => ({
  machineId,
  tool: 'codex',
  model,
  permissionMode: 'ask',
  args: [],
});

test('what a machine has of its own holds, else what is set for all', () => {
  const own = set('m', 'large');
  const all = set(null, 'small');
  expect(holdingOf('codex', [own], [all])).toEqual({ value: own, from: 'machine' });
  expect(holdingOf('codex', [], [all])).toEqual({ value: all, from: 'everywhere' });
  expect(holdingOf('claude-code', [own], [all])).toBeNull();
});

test('a mode that the machine withholds cannot become its default', () => {
  const codex = { tool: 'codex', modes: ['ask', 'full-auto'], withheldModes: [{ mode: 'full-auto', reason: 'root_without_sandbox' }] };
  const machine = { tools: [codex] } as unknown as Machine;
  expect(choosableModes(machine, 'codex')).toEqual(['ask']);
  expect(choosableModes(machine, 'claude-code')).toEqual(['plan', 'ask', 'auto-edit', 'full-auto']);
  expect(choosableModes(null, 'codex')).toHaveLength(4);
});

test('arguments are one a line, with spaces inside', () => {
  expect(argsOf('--verbose\n\n  --add-dir /srv/my data  \n')).toEqual(['--verbose', '--add-dir /srv/my data']);
});
