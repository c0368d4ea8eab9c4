import type { Machine, MachineTool } from '@open-ace/contracts/machine';
import { PermissionMode } from '@open-ace/contracts/tools';
import { expect, test } from 'vitest';
import { byPresence, modelChoices, modeOn, modesOf, permissionModes, toolChoices, usableTools } from './choices.ts';

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

const tool = (name: string, parts: Partial<MachineTool> = {}): MachineTool => ({
  tool: name,
  name: '',
  version: '1.0.0',
  tested: true,
  modes: ['plan', 'ask'],
  withheldModes: [],
  problem: '',
  ...parts,
});

test('what can be started comes first, then what is broken, then what could be installed', () => {
  const machine = {
    tools: [tool('codex', { problem: 'It needs another Node.' }), tool('goose'), tool('history-only', { modes: [] })],
  } as Machine;
  expect(usableTools(machine).map((each) => each.tool)).toEqual(['goose']);
  expect(toolChoices(machine).map((each) => [each.tool, each.installed?.version ?? null])).toEqual([
    ['goose', '1.0.0'],
    ['codex', '1.0.0'],
    ['claude-code', null],
    ['qwen-code', null],
    ['openclaw', null],
  ]);
});

test('a mode that is not to be had gives way to asking, and where there is no asking to the most careful one', () => {
  expect(modeOn(tool('codex'), 'plan')).toBe('plan');
  expect(modeOn(tool('codex'), 'full-auto')).toBe('ask');
  expect(modeOn(tool('codex', { modes: ['full-auto', 'auto-edit'] }), 'ask')).toBe('auto-edit');
  expect(modeOn(undefined, 'plan')).toBe('plan');
});

test('the preset model is offered first and once', () => {
  expect(modelChoices('claude-code', [], 'opus')).toEqual(['opus', 'sonnet', 'haiku']);
  expect(modelChoices('codex', [])).toEqual([]);
});
