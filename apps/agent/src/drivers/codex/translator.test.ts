import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SessionEvent } from '@open-ace/contracts/session-events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Incoming, JsonRpc } from '../json-rpc.ts';
import { fields, parseLine, text } from '../stream-json/fields.ts';
import { askedBy } from './asked.ts';
import { Permissions } from './permissions.ts';
import { Translator } from './translator.ts';

const samples = fileURLToPath(new URL('../../../../../packages/testkit/cli-samples/streams/', import.meta.url));
const cwd = '/home/dev/proj';
const threadId = 'thread';

function translator(id = threadId): Translator {
  const it = new Translator({ cwd, model: 'fake-model', mode: 'ask', now: () => 0 });
  it.isOf(id);
  return it;
}

/** What a recorded stream becomes, with what was written to Codex meanwhile. */
function replay(name: string): SessionEvent[] {
  const lines = readFileSync(`${samples}${name}.jsonl`, 'utf8').trim().split('\n').map(parseLine);
  const recorded = /"method":"thread\/started","params":\{"thread":\{"id":"([^"]+)"/.exec(JSON.stringify(lines))?.[1];
  const it = translator(recorded);
  const permissions = new Permissions([]);
  const rpc = new JsonRpc({ write: () => undefined, isVersioned: false, peer: 'Codex' });
  const requests: string[] = [];
  const events = lines.flatMap((line) => {
    const said = fields(line?.v);
    if (line?._ === 'in') return toCodex(said, it, permissions, requests);
    const message = line?._ === 'out' ? rpc.take(JSON.stringify(said)) : null;
    if (!message) return [];
    if (message.method === 'serverRequest/resolved') return [];
    if (message.id === null) return it.take(message);
    const asked = askedBy(message, { cwd, openItem: (matches) => it.tools.find(matches) });
    const told = asked ? permissions.ask(message.id, asked, it.tools.has(asked.itemId)).events : [];
    requests.push(...told.flatMap((event) => (event.type === 'permission_request' ? [event.requestId] : [])));
    return told;
  });
  return [...events, ...it.finish(null)];
}

function toCodex(said: ReturnType<typeof fields>, it: Translator, permissions: Permissions, requests: string[]): SessionEvent[] {
  if (said.method === 'turn/start') return it.begin();
  if (said.method === 'turn/interrupt') it.interrupted();
  const decision = text(fields(said.result).decision);
  const requestId = decision === '' ? undefined : requests.shift();
  if (requestId === undefined) return [];
  const { itemId, isDenied } = permissions.answer(requestId, decision === 'accept' ? 'allow' : 'deny', null);
  it.tools.answered(itemId, isDenied);
  return [];
}

const withoutPieces = (events: SessionEvent[]) => events.filter(({ type }) => !type.endsWith('_delta'));
const types = (events: SessionEvent[]) => withoutPieces(events).map(({ type }) => type);

describe('a recorded session', () => {
  const events = replay('codex-app-server');

  test('with an answer, an approval, a denial, an interrupt, another model and a refused token becomes its events', () => {
    expect(types(events)).toEqual([
      ...['turn_started', 'message', 'context', 'turn_ended'],
      ...['turn_started', 'message', 'tool_call', 'permission_request', 'tool_result', 'message', 'turn_ended'],
      ...['turn_started', 'tool_call', 'permission_request', 'tool_result', 'message', 'turn_ended'],
      ...['turn_started', 'message', 'turn_ended'],
      ...['turn_started', 'message', 'turn_ended'],
      ...['turn_started', 'error', 'turn_ended'],
    ]);
  });

  test('tells how each turn ended, and why', () => {
    const outcomes = events.flatMap((event) => (event.type === 'turn_ended' ? [event.outcome] : []));
    expect(outcomes).toEqual(['completed', 'completed', 'completed', 'interrupted', 'completed', 'failed']);
    expect(events).toContainEqual({ type: 'error', message: 'unexpected status 401 Unauthorized: fake error 401' });
  });

  test('tells what was done and what was not', () => {
    expect(events.filter(({ type }) => type === 'tool_result')).toMatchObject([
      { status: 'done', output: 'made\n', exitCode: 0 },
      { status: 'denied', exitCode: null },
    ]);
  });

  test('asks with a rule that says what Always means', () => {
    const asked = events.flatMap((event) => (event.type === 'permission_request' ? [[event.subject, event.rule]] : []));
    expect(asked).toEqual([
      ['touch app_ok.txt && echo made', 'Bash(touch app_ok.txt && echo made)'],
      ['touch app_denied.txt', 'Bash(touch app_denied.txt)'],
    ]);
  });

  test('has one whole for the pieces of each message, under one id', () => {
    const wholes = events.flatMap((event) => (event.type === 'message' ? [event] : []));
    for (const { itemId, text: whole } of wholes) {
      const pieces = events.flatMap((event) => (event.type === 'message_delta' && event.itemId === itemId ? [event.text] : []));
      expect(pieces.join('')).toBe(whole);
    }
    expect(new Set(wholes.map(({ itemId }) => itemId)).size).toBe(wholes.length);
  });

  test.each(['codex-app-server', 'codex-onrequest'])('%s gives only events that the contract knows', (name) => {
    for (const event of replay(name)) expect(SessionEvent.safeParse(event).error).toBeUndefined();
  });
});

describe('what no recording has', () => {
  const told = (method: string, params: object): Incoming => ({ id: null, method, params: { threadId, ...params } });
  const started = (item: object) => told('item/started', { item });
  const completed = (item: object) => told('item/completed', { item });
  const take = (it: Translator, ...messages: Incoming[]) => messages.flatMap((message) => it.take(message));

  test('a list of steps is a plan', () => {
    const plan = ['completed', 'inProgress', 'pending'].map((status) => ({ step: status, status }));
    expect(take(translator(), told('turn/plan/updated', { plan }))).toMatchObject([
      { type: 'plan', entries: [{ status: 'done' }, { status: 'active' }, { status: 'open' }] },
    ]);
  });

  test('the parts of a thought stand apart, and thoughts that were not streamed are told whole', () => {
    const events = take(
      translator(),
      started({ type: 'reasoning', id: 'r' }),
      told('item/reasoning/summaryPartAdded', { itemId: 'r' }),
      told('item/reasoning/summaryTextDelta', { itemId: 'r', delta: 'one' }),
      told('item/reasoning/summaryPartAdded', { itemId: 'r' }),
      told('item/reasoning/summaryTextDelta', { itemId: 'r', delta: 'two' }),
      completed({ type: 'reasoning', id: 'r', summary: ['one', 'two'] }),
      completed({ type: 'reasoning', id: 's', summary: [], content: ['raw'] }),
      completed({ type: 'reasoning', id: 'none', summary: [], content: [] }),
    );
    expect(events.map((event) => ('text' in event ? event.text : ''))).toEqual(['one', '\n\n', 'two', 'one\n\ntwo', 'raw']);
  });

  test('words of a cut line are said again under their id, as a whole', () => {
    const error = { message: 'Reconnecting... 1/5', codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: null } } };
    const events = take(
      translator(),
      started({ type: 'agentMessage', id: 'a' }),
      told('item/agentMessage/delta', { itemId: 'a', delta: 'once upon' }),
      told('error', { error, willRetry: true }),
      started({ type: 'agentMessage', id: 'b' }),
      told('item/agentMessage/delta', { itemId: 'b', delta: 'once upon a time' }),
      completed({ type: 'agentMessage', id: 'b', text: 'once upon a time' }),
    );
    expect(events).toEqual([
      { type: 'message_delta', itemId: 'a', text: 'once upon' },
      { type: 'notice', reason: 'retrying', text: expect.stringContaining('attempt 1 of 5'), retryInMs: null },
      { type: 'message', itemId: 'a', text: 'once upon a time' },
    ]);
  });

  test('of a subagent its tools show, not its words and turns', () => {
    const theirs = { threadId: 'theirs' };
    const events = take(
      translator(),
      { id: null, method: 'turn/started', params: theirs },
      { id: null, method: 'item/completed', params: { ...theirs, item: { type: 'agentMessage', id: 'a', text: 'mine' } } },
      { id: null, method: 'item/started', params: { ...theirs, item: { type: 'commandExecution', id: 'c', command: 'ls' } } },
      { id: null, method: 'turn/completed', params: { ...theirs, turn: { status: 'completed' } } },
    );
    expect(types(events)).toEqual(['tool_call']);
  });

  test('an edit of several files is one diff', () => {
    const changes = [
      { path: `${cwd}/new.txt`, kind: { type: 'add' }, diff: 'one\ntwo\n' },
      { path: `${cwd}/old.txt`, kind: { type: 'delete' }, diff: 'gone' },
      { path: `${cwd}/a.txt`, kind: { type: 'update', move_path: '/elsewhere/b.txt' }, diff: '@@ -1 +1 @@\n-x\n+y\n' },
    ];
    const events = take(translator(), completed({ type: 'fileChange', id: 'f', status: 'completed', changes }));
    expect(events).toMatchObject([
      { type: 'tool_call', name: 'Edit', kind: 'edit' },
      {
        type: 'tool_result',
        diff: [
          '--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n',
          '--- a/old.txt\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-gone\n',
          '--- a/a.txt\n+++ b/elsewhere/b.txt\n@@ -1 +1 @@\n-x\n+y\n',
        ].join(''),
      },
    ]);
  });

  test('a tool of an MCP server tells what it said', () => {
    const item = { type: 'mcpToolCall', id: 'm', server: 'tracker', tool: 'close', arguments: { id: 3 } };
    const result = { content: [{ type: 'text', text: 'closed' }, { type: 'image' }] };
    expect(take(translator(), started(item), completed({ ...item, status: 'completed', result }))).toMatchObject([
      { type: 'tool_call', name: 'mcp__tracker__close', input: '{"id":3}' },
      { type: 'tool_result', status: 'done', output: 'closed\n[image]' },
    ]);
  });

  test('a warning is told once, what nobody needs to know never', () => {
    const warn = (message: string) => told('warning', { message });
    const needless = 'Model metadata for `x` not found. Defaulting to fallback metadata.';
    expect(take(translator(), warn('Mind the gap.'), warn('Mind the gap.'), warn(needless))).toMatchObject([{ text: 'Mind the gap.' }]);
  });

  test('an error of the provider is told in its words, not as its JSON', () => {
    const it = translator();
    it.begin();
    const error = { message: '{"error":{"message":"bad thing","type":"invalid_request_error"}}', codexErrorInfo: 'other' };
    expect(take(it, told('turn/completed', { turn: { status: 'failed', error, durationMs: 3 } }))).toEqual([
      { type: 'error', message: 'bad thing' },
      { type: 'turn_ended', outcome: 'failed', durationMs: 3 },
    ]);
  });

  test('whatever Codex says, nothing breaks and every event is one that the contract knows', () => {
    const anything = fc.jsonValue({ maxDepth: 3 });
    const item = fc.record(
      {
        type: fc.constantFrom('agentMessage', 'reasoning', 'commandExecution', 'fileChange', 'mcpToolCall', 'webSearch', 'plan', 'other'),
        id: fc.oneof(fc.constantFrom('a', 'b', '', 'x'.repeat(300)), anything),
        text: fc.oneof(fc.string({ unit: 'binary' }), anything),
        summary: anything,
        content: anything,
        command: fc.oneof(fc.string({ unit: 'binary' }), anything),
        commandActions: anything,
        aggregatedOutput: fc.oneof(fc.string({ unit: 'binary' }), anything),
        changes: fc.oneof(anything, fc.array(fc.record({ path: fc.string(), kind: anything, diff: fc.string({ unit: 'binary' }) }))),
        server: anything,
        arguments: anything,
        result: anything,
        status: fc.oneof(fc.constantFrom('completed', 'failed', 'declined'), anything),
        exitCode: anything,
        durationMs: anything,
      },
      { requiredKeys: ['type', 'id'] },
    );
    const params = fc.record({
      threadId: fc.constantFrom(threadId, 'other'),
      item,
      itemId: fc.constantFrom('a', 'b'),
      delta: fc.oneof(fc.string({ unit: 'binary' }), anything),
      plan: anything,
      tokenUsage: fc.oneof(anything, fc.record({ last: fc.record({ totalTokens: anything }), modelContextWindow: anything })),
      message: fc.oneof(fc.string({ unit: 'binary' }), anything),
      error: fc.oneof(anything, fc.record({ message: fc.string(), codexErrorInfo: anything, additionalDetails: anything })),
      willRetry: fc.boolean(),
      turn: fc.oneof(anything, fc.record({ status: fc.constantFrom('completed', 'failed', 'interrupted'), error: anything })),
      toModel: anything,
      threadSettings: anything,
    });
    const method = fc.constantFrom(
      ...['item/started', 'item/completed', 'item/agentMessage/delta', 'item/reasoning/summaryTextDelta', 'turn/started'],
      ...[
        'turn/completed',
        'turn/plan/updated',
        'thread/tokenUsage/updated',
        'error',
        'warning',
        'model/rerouted',
        'thread/settings/updated',
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(method, params), { maxLength: 12 }), (messages) => {
        const it = translator();
        const events = messages.flatMap(([name, said]) => it.take({ id: null, method: name, params: said }));
        for (const event of [...events, ...it.finish(null)]) expect(SessionEvent.safeParse(event).error).toBeUndefined();
      }),
    );
  });
});
