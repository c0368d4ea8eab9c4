import { SessionEvent } from '@open-ace/contracts/session-events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fields } from '../stream-json/fields.ts';
import { askedBy } from './asked.ts';
import { Permissions } from './permissions.ts';

const cwd = '/home/dev/proj';
const ask = (method: string, params: Fields, items: Fields[] = []) =>
  askedBy({ id: 0, method, params }, { cwd, openItem: (matches) => items.find(matches) });
const askCommand = (params: Fields) => ask('item/commandExecution/requestApproval', { cwd, itemId: 'c', ...params });
const askEdit = (changes: Fields[], params: Fields = {}) =>
  ask('item/fileChange/requestApproval', { itemId: 'f', ...params }, [{ type: 'fileChange', id: 'f', changes }]);
const update = (path: string) => ({ path, kind: { type: 'update', move_path: null }, diff: '' });

describe('what Always would allow', () => {
  test.each([
    [{ command: "/bin/bash -lc 'npm test'" }, 'Bash(npm test)'],
    [{ command: "/bin/bash -lc 'npm test'", cwd: '/tmp' }, 'Bash(in /tmp: npm test)'],
    [{ command: "/tmp/bash -lc 'npm test'" }, "Bash(/tmp/bash -lc 'npm test')"],
  ])('of the command %j is %s', (params, rule) => {
    expect(askCommand(params)).toMatchObject({ rule, isSingular: false });
  });

  test('of an edit is the files that it touches, and how', () => {
    const remove = { path: '/a', kind: { type: 'delete' }, diff: '' };
    const move = { path: '/a', kind: { type: 'update', move_path: '/b' }, diff: '' };
    expect(askEdit([update('/a')])?.rule).toBe('Edit(/a)');
    expect(askEdit([remove])?.rule).toBe('Edit(delete /a)');
    expect(askEdit([move])?.rule).toBe('Edit(move ["/a","/b"])');
    expect(askEdit([update('/a'), update('/b')])?.rule).toBe('Edit(["/a","/b"])');
    expect(askEdit([update('/a')], { reason: 'command failed; retry without sandbox?' })?.rule).toBe('Edit(without sandbox: /a)');
  });

  test('of a tool of an MCP server is that tool', () => {
    const params = { serverName: 'tracker', _meta: { codex_approval_kind: 'mcp_tool_call', tool_name: 'close', tool_params: { id: 3 } } };
    const item = { type: 'mcpToolCall', id: 'm', server: 'tracker', tool: 'close' };
    expect(ask('mcpServer/elicitation/request', params, [item])).toMatchObject({ itemId: 'm', rule: 'mcp__tracker__close' });
  });

  test('two edits have one rule only if they touch the same files', () => {
    const paths = fc.array(fc.constantFrom('/a', '/b', '/a","/b', '/c d'), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(paths, paths, (one, other) => {
        const [a, b] = [askEdit(one.map(update))?.rule, askEdit(other.map(update))?.rule];
        expect(a === b).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});

test.each([
  ['input to a terminal', askCommand({ command: 'cat', kind: 'writeStdin' })],
  ['the network', askCommand({ command: 'curl', networkApprovalContext: { host: 'example.com', protocol: 'https' } })],
  ['more than the sandbox gives', askCommand({ command: 'ls', additionalPermissions: { network: { enabled: true } } })],
  ['a whole folder', askEdit([update('/a')], { grantRoot: '/' })],
  ['an edit that nobody saw', askEdit([])],
])('%s is asked for each time, whatever was allowed', (_what, asked) => {
  expect(asked?.isSingular).toBe(true);
  const permissions = new Permissions([asked?.rule ?? '']);
  expect(asked && permissions.ask(1, asked, false).answer).toBeNull();
});

test('a form of an MCP server is no question to a person', () => {
  expect(ask('mcpServer/elicitation/request', { serverName: 'x', mode: 'form', message: 'Your name?' })).toBeNull();
});

test('whatever is asked, nothing breaks and the request is one that the contract knows', () => {
  const anything = fc.jsonValue({ maxDepth: 3 });
  const params = fc.record({
    itemId: fc.oneof(fc.constantFrom('f', 'x'.repeat(300)), anything),
    command: fc.oneof(fc.string({ unit: 'binary' }), anything),
    reason: fc.oneof(fc.string({ unit: 'binary', maxLength: 3000 }), anything),
    kind: anything,
    grantRoot: anything,
    networkApprovalContext: anything,
    serverName: anything,
    _meta: fc.oneof(
      anything,
      fc.record({ codex_approval_kind: fc.constant('mcp_tool_call'), tool_name: fc.string(), tool_params: anything }),
    ),
  });
  const method = fc.constantFrom(
    ...['item/commandExecution/requestApproval', 'item/fileChange/requestApproval', 'mcpServer/elicitation/request', 'other'],
  );
  fc.assert(
    fc.property(method, params, fc.boolean(), (name, said, hasCall) => {
      const asked = ask(name, said, [{ type: 'fileChange', id: 'f', changes: [update('/a')] }]);
      const events = asked ? new Permissions([]).ask(0, asked, hasCall && asked.itemId !== '').events : [];
      for (const event of events) expect(SessionEvent.safeParse(event).error).toBeUndefined();
    }),
  );
});
