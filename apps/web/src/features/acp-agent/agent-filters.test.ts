import { expect, test } from 'vitest';
import { viewAgents } from './agent-filters.ts';
import { emptyAgent } from './agent-values.ts';

const agents = [
  { ...emptyAgent, id: 'opencode', name: 'OpenCode', program: 'opencode' },
  { ...emptyAgent, id: 'gemini-cli', name: 'Gemini CLI', program: 'gemini', vendor: 'google' as const },
];
const names = (view: Parameters<typeof viewAgents>[1]) => viewAgents(agents, view).map(({ name }) => name);

test('agents are listed by name, and found by name, id and program', () => {
  expect(names({})).toEqual(['Gemini CLI', 'OpenCode']);
  expect(names({ search: 'CODE' })).toEqual(['OpenCode']);
  expect(names({ search: 'gemini-' })).toEqual(['Gemini CLI']);
  expect(names({ search: 'nothing' })).toEqual([]);
});

test('agents are told apart by the protocol of their calls', () => {
  expect(names({ vendor: 'google' })).toEqual(['Gemini CLI']);
  expect(names({ vendor: 'google', search: 'open' })).toEqual([]);
});
