import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ruleOf } from './rule.ts';

test.each([
  ['Bash', { command: 'npm test' }, 'Bash(npm test)'],
  ['Bash', { command: 'npm test', dangerouslyDisableSandbox: true }, 'Bash(without sandbox: npm test)'],
  ['Edit', { file_path: '/a/b.ts', old_string: 'x', new_string: 'y' }, 'Edit(/a/b.ts)'],
  ['NotebookEdit', { notebook_path: '/a/b.ipynb' }, 'NotebookEdit(/a/b.ipynb)'],
  ['WebFetch', { url: 'https://docs.example.com/page?x=1' }, 'WebFetch(domain:docs.example.com)'],
  ['mcp__tracker__close', { id: 1 }, 'mcp__tracker__close'],
])('%s of %j is %s', (tool, input, rule) => {
  expect(ruleOf(tool, input)).toBe(rule);
});

test('two commands have one rule only if they are the same', () => {
  const command = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 2000, maxLength: 4000 }));
  fc.assert(
    fc.property(command, command, (one, other) => {
      const [a, b] = [ruleOf('Bash', { command: one }), ruleOf('Bash', { command: other })];
      expect(a.length).toBeLessThanOrEqual(2000);
      expect(a === b).toBe(one === other);
    }),
  );
  const long = 'x'.repeat(3000);
  expect(ruleOf('Bash', { command: `${long}a` })).not.toBe(ruleOf('Bash', { command: `${long}b` }));
});
