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
  expect(ruleOf(tool, tool, input)).toBe(rule);
});

test('a tool of another name is treated as the one it is like, under its own name', () => {
  expect(ruleOf('run_shell_command', 'Bash', { command: 'npm test' })).toBe('run_shell_command(npm test)');
  expect(ruleOf('run_shell_command', 'Bash', { command: 'npm test', directory: '/a' })).toBe('run_shell_command(in /a: npm test)');
});

test('two commands have one rule only if they are the same', () => {
  const command = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 2000, maxLength: 4000 }));
  fc.assert(
    fc.property(command, command, (one, other) => {
      const [a, b] = [one, other].map((words) => ruleOf('Bash', 'Bash', { command: words }));
      expect(a?.length).toBeLessThanOrEqual(2000);
      expect(a === b).toBe(one === other);
    }),
  );
  const long = 'x'.repeat(3000);
  expect(ruleOf('Bash', 'Bash', { command: `${long}a` })).not.toBe(ruleOf('Bash', 'Bash', { command: `${long}b` }));
});
