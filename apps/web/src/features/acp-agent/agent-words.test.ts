import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { installLine, testedWords } from './agent-words.ts';

const t = ((key: string, gaps: object) => `${key} ${Object.values(gaps)}`) as TFunction;

test('an agent is installed in the version that it was tested from, and not at all without a package', () => {
  const tested = { from: '1.2.3', below: '2.0.0' };
  expect(installLine({ package: '@goose/agent', tested })).toBe('npm install --global @goose/agent@1.2.3');
  expect(installLine({ package: '', tested })).toBe('');
});

test('tested versions are told as far as they are known', () => {
  expect(testedWords({ from: '1.2.3', below: '2.0.0' }, t)).toBe('acpAgent.testedRange 1.2.3,2.0.0');
  expect(testedWords({ from: '1.2.3', below: '' }, t)).toBe('acpAgent.testedFromOn 1.2.3');
  expect(testedWords({ from: '', below: '2.0.0' }, t)).toBe('acpAgent.testedUpTo 2.0.0');
  expect(testedWords({ from: '', below: '' }, t)).toBe('');
});
