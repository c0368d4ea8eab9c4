import type { Machine } from '@open-ace/contracts/machine';
import { PermissionMode } from '@open-ace/contracts/tools';
import { expect, test } from 'vitest';
import { byPresence, modesOf, permissionModes } from './choices.ts';

test('the modes are those of the contract', () => {
  expect(permissionModes).toEqual(PermissionMode.options);
});

test('a mode that the tool does not have is not offered, one that is withheld says why', () => {
  const withheldModes = [{ mode: 'full-auto' as const, reason: 'root_without_sandbox' as const }];
  expect(
    modesOf({
      tool: 'claude-code',
      name: 'Claude Code',
      version: '2',
      tested: true,
      modes: ['plan', 'ask', 'full-auto'],
      withheldModes,
      problem: '',
    }),
  ).toEqual({
    offered: ['plan', 'ask'],
    withheld: withheldModes,
  });
});

test('machines that are there come first', () => {
  const machine = (name: string, status: Machine['status']) => ({ name, status }) as Machine;
  const names = byPresence([machine('b', 'offline'), machine('c', 'online'), machine('a', 'offline'), machine('d', 'updating')]);
  expect(names.map(({ name }) => name)).toEqual(['c', 'd', 'a', 'b']);
});
