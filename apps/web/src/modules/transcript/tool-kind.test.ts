import { describe, expect, test } from 'vitest';
import { plainOutput, readRequest, shownSubject, shownToolName, toolKind } from './tool-kind.ts';

test.each([
  ['Bash', 'command'],
  ['run_shell_command', 'command'],
  ['MultiEdit', 'edit'],
  ['apply_patch', 'edit'],
  ['mcp__files__read', 'other'],
  ['Read', 'read'],
  ['TodoWrite', 'plan'],
])('%s is a tool of the kind %s', (name, kind) => {
  expect(toolKind(name)).toBe(kind);
});

test('a tool of an MCP server is named after both', () => {
  expect(shownToolName('mcp__github__create_issue')).toBe('github: create_issue');
  expect(shownToolName('Bash')).toBe('Bash');
});

describe('what is asked', () => {
  test('is the whole command, the change, or the input as it is', () => {
    expect(readRequest('Bash', '{"command":"rm -rf dist\\npnpm build"}')).toEqual({ kind: 'command', command: 'rm -rf dist\npnpm build' });
    expect(readRequest('Edit', '{"file_path":"a.ts","old_string":"x","new_string":"y"}')).toEqual({
      kind: 'edit',
      path: 'a.ts',
      before: 'x',
      after: 'y',
    });
    expect(readRequest('Write', '{"file_path":"a.ts","content":"y"}')).toMatchObject({ kind: 'edit', before: '', after: 'y' });
    expect(readRequest('WebFetch', '{"url":"https://example.com"}')).toEqual({
      kind: 'json',
      text: '{\n  "url": "https://example.com"\n}',
    });
  });

  test('is shown as text when it is cut off, and as nothing when there is nothing', () => {
    expect(readRequest('Bash', '{"command":"rm')).toEqual({ kind: 'json', text: '{"command":"rm' });
    expect(readRequest('Bash', '')).toEqual({ kind: 'none' });
    expect(readRequest('Bash', '{}')).toEqual({ kind: 'none' });
  });
});

test('output loses its colours and what was written over', () => {
  expect(plainOutput('<tool_use_error>No such tool</tool_use_error>')).toBe('No such tool');
  expect(plainOutput('\u001b[31mred\u001b[0m\r\n10 %\r50 %\r100 %\n\u001b]0;title\u0007end\n\n')).toBe('red\n100 %\nend');
});

test.each([
  ['Edit', '/work/shop/src/a.ts', '/work/shop', 'src/a.ts'],
  ['Read', '/work/shop-2/a.ts', '/work/shop', '/work/shop-2/a.ts'],
  ['Bash', '/work/shop/run.sh\nmore', '/work/shop/', '/work/shop/run.sh'],
  ['Read', '/work/shop', '/work/shop', '/work/shop'],
])('%s of %s in %s shows as %s', (name, subject, folder, shown) => {
  expect(shownSubject(name, subject, folder)).toBe(shown);
});
