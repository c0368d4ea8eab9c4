import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import type { MachineTool } from '@open-ace/contracts/machine';
import { BuiltInTool, toolPackages } from '@open-ace/contracts/tools';
import { expect, test } from 'vitest';
import { installStep, knownTools } from './known-tools.ts';

const there = (tool: string, version: string, tested = true): MachineTool => ({
  tool,
  name: '',
  version,
  tested,
  modes: ['ask'],
  withheldModes: [],
  problem: '',
});
const added = { id: 'opencode', name: 'OpenCode', package: 'opencode-ai', tested: { from: '1.2.3', below: '' }, node: '' } as AcpAgent;
const byHand = { ...added, id: 'copilot', name: 'Copilot', package: '' };

test('a bare machine could have every tool that Open ACE comes with', () => {
  expect(knownTools({ tools: [] }, []).map(({ tool }) => tool)).toEqual(BuiltInTool.options);
});

test('added ones come after those, then what a machine has that the viewer was not told of', () => {
  const tools = knownTools({ tools: [there('opencode', '1.0.0'), there('goose', '2.0.0')] }, [added, byHand]).slice(-3);
  expect(tools.map(({ name, installed }) => [name, installed?.version ?? null])).toEqual([
    ['OpenCode', '1.0.0'],
    ['Copilot', null],
    ['goose', '2.0.0'],
  ]);
  expect(tools.map(installStep)).toEqual(['update', null, null]);
});

test('versions are compared number by number', () => {
  const step = (version: string, tested = true) => {
    const [tool] = knownTools({ tools: [there('claude-code', version, tested)] }, []);
    return tool && installStep(tool);
  };
  const { version } = toolPackages['claude-code'];
  expect(step(version)).toBeNull();
  expect(step('2.0.9')).toBe('update');
  expect(step('2.1.1000')).toBeNull();
  expect(step('2.1.1000', false)).toBe('goBack');
});
