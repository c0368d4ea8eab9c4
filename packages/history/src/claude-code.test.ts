import { expect, test } from 'vitest';
import { aMoment, counted, later, lines, readAll, readHome, temporaryHome, totals } from './testing.ts';

const usage = { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 3, cache_creation_input_tokens: 2 };

interface Shape {
  id?: string | undefined;
  requestId?: string | undefined;
  usage?: object;
  model?: string;
  stop_reason?: string | null;
  [field: string]: unknown;
}

let uuid = 0;
const answer = ({
  id = 'msg_1',
  requestId = 'req_1',
  usage: used = usage,
  model = 'model',
  stop_reason = 'end_turn',
  ...rest
}: Shape = {}) => ({
  parentUuid: null,
  isSidechain: false,
  message: { id, type: 'message', role: 'assistant', model, content: [{ type: 'text', text: 'hi' }], stop_reason, usage: used },
  requestId,
  type: 'assistant',
  uuid: `uuid-${uuid++}`,
  timestamp: '2026-11-22T12:00:00.000Z',
  cwd: '/home/dev/proj',
  sessionId: 'session',
  version: '2.1.330',
  gitBranch: 'main',
  ...rest,
});

async function read(...records: (object | string)[]) {
  await using home = await temporaryHome();
  const path = await home.write('.claude/projects/p/session.jsonl', lines(...records));
  return await readAll({ format: 'claude-code', path });
}

test('a record becomes a report with all that the log knows', async () => {
  const { reports, batches } = await read(answer());
  expect(reports).toEqual([
    {
      tool: 'claude-code',
      key: 'msg_1:req_1',
      matchId: 'msg_1',
      matchWitness: 'req_1',
      toolSessionId: 'session',
      model: 'model',
      at: Date.parse('2026-11-22T12:00:00.000Z'),
      inputTokens: 10,
      outputTokens: 5,
      cacheReadTokens: 3,
      cacheWriteTokens: 2,
      reasoningTokens: 0,
      cwd: '/home/dev/proj',
      gitBranch: 'main',
      gitRemote: '',
      partial: false,
    },
  ]);
  expect(batches.at(-1)).toMatchObject({ toolVersion: '2.1.330', malformed: 0 });
});

test('the content blocks of an answer are one request, tool results between them or not', async () => {
  const result = { type: 'user', message: { role: 'user', content: [] }, toolUseResult: { usage } };
  const { reports } = await read(answer(), answer(), result, answer(), answer({ id: 'msg_2' }));
  expect(reports.map((report) => report.key)).toEqual(['msg_1:req_1', 'msg_2:req_1']);
});

test('what the CLI made up itself is no request', async () => {
  expect((await read(answer({ model: '<synthetic>', isApiErrorMessage: true }))).reports).toEqual([]);
});

test('snapshots of an answer that is still streamed give way to its final figures', async () => {
  const started = answer({ stop_reason: null, usage: { ...usage, output_tokens: 1 } });
  const { reports } = await read(started, started, answer({ usage: { ...usage, output_tokens: 159 } }), started);
  expect(reports).toMatchObject([{ outputTokens: 159, partial: false }]);
});

test('an interrupted answer is one partial request, though its first block looks complete', async () => {
  const block = answer({ stop_reason: null, usage: { ...usage, output_tokens: 1 } });
  const { reports } = await read(block, { ...block, uuid: 'other', isAbortedMidStream: true }, answer({ id: 'msg_2' }));
  expect(reports).toMatchObject([
    { key: 'msg_1:req_1', outputTokens: 1, partial: true },
    { key: 'msg_2:req_1', partial: false },
  ]);
});

test('an answer whose end never comes is given out as partial once its file is quiet', async () => {
  await using home = await temporaryHome();
  const path = await home.write('a.jsonl', lines(answer({ stop_reason: null })));
  const source = { format: 'claude-code', path } as const;
  const early = await readAll(source, null, { now: Date.now });
  expect(early.reports).toEqual([]);
  const late = await readAll(source, early.cursor, { now: later });
  expect(late.reports).toMatchObject([{ key: 'msg_1:req_1', partial: true }]);
  expect((await readAll(source, late.cursor, { now: later })).batches).toEqual([]);
});

test('of many unfinished answers the oldest is given out, so that the cursor stays small', async () => {
  await using home = await temporaryHome();
  const unfinished = Array.from({ length: 50 }, (_, n) => answer({ id: `msg_${n}`, stop_reason: null }));
  const path = await home.write('a.jsonl', lines(...unfinished));
  const { reports, cursor } = await readAll({ format: 'claude-code', path }, null, { now: Date.now });
  expect(reports).toHaveLength(42);
  expect(JSON.stringify(cursor).length).toBeLessThan(20_000);
});

test('without a request id the message id alone is the key, so that blocks still are one request', async () => {
  const { reports } = await read(answer({ requestId: '' }), answer({ requestId: '' }));
  expect(reports).toMatchObject([{ key: 'msg_1', matchId: 'msg_1', matchWitness: null }]);
});

test('without both ids the record is the request', async () => {
  const { reports } = await read(answer({ id: '', requestId: '', uuid: 'a' }), answer({ id: '', requestId: '', uuid: 'b' }));
  expect(reports.map((report) => report.key)).toEqual(['a', 'b']);
});

test('cache writes that are told by their age alone are summed', async () => {
  const byAge = { ephemeral_5m_input_tokens: 7, ephemeral_1h_input_tokens: 8 };
  const { reports } = await read(answer({ usage: { input_tokens: 1, output_tokens: 1, cache_creation: byAge } }));
  expect(reports).toMatchObject([{ cacheWriteTokens: 15 }]);
});

test('a fork that repeats its parent adds its own requests only', async () => {
  await using home = await temporaryHome();
  const parent = [answer(), answer({ id: 'msg_2' })];
  await home.write('.claude/projects/p/parent.jsonl', lines(...parent));
  const copies = parent.map((record) => ({ ...record, sessionId: 'fork' }));
  await aMoment();
  await home.write('.claude/projects/p/fork.jsonl', lines(...copies, answer({ id: 'msg_3', sessionId: 'fork' })));
  const reports = await readHome(home.path);
  expect(reports).toHaveLength(5);
  expect(totals(reports)).toMatchObject({ requests: 3, input: 30 });
  expect(counted(reports).map((report) => report.toolSessionId)).toEqual(['session', 'session', 'fork']);
});

test('a subagent, even one that its parent logs too, belongs to the session that started it', async () => {
  await using home = await temporaryHome();
  const own = answer({ id: 'msg_2', isSidechain: true, agentId: 'a1' });
  await home.write('.claude/projects/p/session.jsonl', lines(answer(), own));
  await home.write('.claude/projects/p/session/subagents/deeper/agent-a1.jsonl', lines(own, answer({ id: 'msg_3', agentId: 'a1' })));
  const reports = counted(await readHome(home.path));
  expect(reports.map((report) => [report.key, report.toolSessionId])).toEqual([
    ['msg_1:req_1', 'session'],
    ['msg_2:req_1', 'session'],
    ['msg_3:req_1', 'session'],
  ]);
});
