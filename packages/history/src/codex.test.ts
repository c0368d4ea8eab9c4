import { expect, test } from 'vitest';
import { counted, lines, readAll, temporaryHome, totals } from './testing.ts';

const tokens = (input: number, cached: number, output: number, reasoning = 0) => ({
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  reasoning_output_tokens: reasoning,
  total_tokens: input + output,
});

const noon = Date.parse('2026-11-22T12:00:00.000Z');
const time = (seconds: number) => new Date(noon + seconds * 1000).toISOString();
/** A UUIDv7 of so many seconds after noon. */
const uuid = (seconds: number) => {
  const hex = (noon + seconds * 1000).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

const line = (seconds: number, type: string, payload: object) => ({ timestamp: time(seconds), type, payload });
const meta = (seconds: number, more: object = {}) =>
  line(seconds, 'session_meta', { id: uuid(seconds), timestamp: time(seconds), cwd: '/proj', cli_version: '0.140.0', ...more });
const turn = (seconds: number, id = uuid(seconds)) => line(seconds, 'turn_context', { turn_id: id, model: 'gpt', cwd: '/proj' });
const totalOf = (seconds: number, total: object, last: object = total) =>
  line(seconds, 'event_msg', { type: 'token_count', info: { total_token_usage: total, last_token_usage: last } });
const response = (seconds: number, id: string, usage: object, more: object = {}) =>
  line(seconds, 'token_usage_record', { response_id: id, turn_id: uuid(1), usage, ...more });

async function read(...records: (object | string)[]) {
  await using home = await temporaryHome();
  const path = await home.write('rollout-a.jsonl', lines(...records));
  return (await readAll({ format: 'codex', path })).reports;
}

test('a response record becomes a report in which no token stands twice', async () => {
  const git = { branch: 'main', commit_hash: 'abc', repository_url: 'https://me:secret@example.com/acme/proj.git' };
  const usage = { ...tokens(1200, 200, 50, 20), cache_write_input_tokens: 100 };
  const reports = await read(meta(0, { git, session_id: 'root' }), turn(1), response(2, 'resp_1', usage));
  expect(reports).toEqual([
    {
      tool: 'codex',
      key: `resp_1:${uuid(1)}`,
      matchId: 'resp_1',
      matchWitness: null,
      toolSessionId: 'root',
      model: 'gpt',
      at: Date.parse(time(2)),
      inputTokens: 900,
      outputTokens: 50,
      cacheReadTokens: 200,
      cacheWriteTokens: 100,
      reasoningTokens: 20,
      cwd: '/proj',
      gitBranch: 'main',
      gitRemote: 'https://example.com/acme/proj.git',
      partial: false,
    },
  ]);
});

test('response records and the totals beside them are never added up', async () => {
  const one = tokens(1200, 200, 50);
  const reports = await read(
    meta(0),
    turn(1),
    response(2, 'a', one),
    totalOf(2, one),
    response(3, 'b', one),
    totalOf(3, tokens(2400, 400, 100), one),
  );
  expect(totals(reports)).toEqual({ requests: 2, input: 2000, output: 100, cacheRead: 400, cacheWrite: 0 });
});

test('an older file is counted by the differences of its totals', async () => {
  const one = tokens(1200, 200, 50);
  const two = tokens(2000, 900, 80, 10);
  const reports = await read(meta(0), turn(1), totalOf(2, one), totalOf(3, two, tokens(800, 700, 30, 10)));
  expect(totals(reports)).toEqual({ requests: 2, input: 1100, output: 80, cacheRead: 900, cacheWrite: 0 });
  expect(reports.at(1)?.reasoningTokens).toBe(10);
});

test('totals repeated after an interrupt, or without figures, count nothing', async () => {
  const one = tokens(1200, 200, 50);
  const empty = line(2, 'event_msg', { type: 'token_count', info: null, rate_limits: {} });
  expect(totals(await read(meta(0), turn(1), empty, totalOf(2, one), totalOf(3, one), totalOf(4, one)))).toMatchObject({
    requests: 1,
    input: 1000,
  });
});

test('totals that begin again count from nothing, even if they come by the same figures', async () => {
  const one = tokens(1200, 200, 50);
  const two = tokens(2400, 400, 100);
  const reports = await read(meta(0), turn(1), totalOf(2, one), totalOf(3, two, one), totalOf(4, one), totalOf(5, two, one));
  expect(totals(reports)).toMatchObject({ requests: 4, input: 4000, output: 200 });
});

test('a restarted counter is seen though it stands higher than before', async () => {
  const reports = await read(meta(0), turn(1), totalOf(2, tokens(100, 0, 10)), totalOf(3, tokens(5000, 0, 50), tokens(5000, 0, 50)));
  expect(totals(reports)).toMatchObject({ requests: 2, input: 5100, output: 60 });
});

test('an older session that a newer version resumed is counted by totals first, by records then', async () => {
  const one = tokens(1200, 200, 50);
  const reports = await read(meta(0), turn(1), totalOf(2, one), turn(9), response(10, 'a', one), totalOf(10, tokens(2400, 400, 100), one));
  expect(totals(reports)).toMatchObject({ requests: 2, input: 2000, output: 100 });
});

test('a subagent whose file begins with a copy of its parent, stamped anew, counts its own requests only', async () => {
  const parent = [meta(0), turn(1), totalOf(2, tokens(1200, 200, 50)), turn(3), totalOf(4, tokens(2400, 400, 100), tokens(1200, 200, 50))];
  const copies = parent.map((record) => ({ ...record, timestamp: time(60) }));
  const spawned = meta(60, { parent_thread_id: uuid(0), source: { subagent: { thread_spawn: { parent_thread_id: uuid(0) } } } });
  const own = [turn(61), totalOf(62, tokens(3600, 600, 150), tokens(1200, 200, 50))];
  const child = await read(spawned, ...copies, ...own);
  expect(totals(child)).toMatchObject({ requests: 1, input: 1000, output: 50 });
  expect(totals([...(await read(...parent)), ...child])).toMatchObject({ requests: 3, input: 3000 });
});

test('two forks whose turns took the same are two', async () => {
  const fork = (seconds: number) =>
    read(
      meta(seconds, { forked_from_id: uuid(0) }),
      turn(1),
      totalOf(2, tokens(100, 0, 10)),
      turn(seconds + 1),
      totalOf(seconds + 2, tokens(200, 0, 20), tokens(100, 0, 10)),
    );
  expect(totals([...(await fork(60)), ...(await fork(70))])).toMatchObject({ requests: 2, input: 200 });
});

test('where turns have no telling id, what is older than the fork or of its very moment is a copy', async () => {
  const restamped = [meta(0), turn(1, '1'), totalOf(2, tokens(100, 0, 10))].map((record) => ({ ...record, timestamp: time(60.2) }));
  const own = [turn(70, '2'), totalOf(71, tokens(200, 0, 20), tokens(100, 0, 10))];
  expect(totals(await read(meta(60), ...restamped, ...own))).toMatchObject({ requests: 1, input: 100 });
  const kept = [meta(0), turn(1, '1'), totalOf(2, tokens(100, 0, 10)), totalOf(30, tokens(150, 0, 15), tokens(50, 0, 5))];
  expect(totals(await read(meta(60), ...kept, ...own))).toMatchObject({ requests: 1, input: 50 });
});

test('a fork that counts on from totals which it does not show takes them for the beginning', async () => {
  const one = tokens(100, 0, 10);
  const reports = await read(
    meta(60, { forked_from_id: uuid(0) }),
    turn(61),
    totalOf(62, tokens(900, 0, 90), one),
    totalOf(63, tokens(1000, 0, 100), one),
  );
  expect(totals(reports)).toMatchObject({ requests: 1, input: 100 });
});

test('providers that repeat their ids lose no request', async () => {
  const one = tokens(1200, 200, 50);
  const reports = await read(meta(0), response(2, 'resp_1', one), response(60, 'resp_1', one, { turn_id: uuid(59) }));
  expect(totals(reports)).toMatchObject({ requests: 2 });
  expect(counted(reports).map((report) => report.matchId)).toEqual(['resp_1', 'resp_1']);
});

test('a record behind the half of one that a crash cut is read', async () => {
  const cut = JSON.stringify(line(1, 'response_item', { content: 'x'.repeat(1000) })).slice(0, 800);
  const reports = await read(meta(0), turn(1), cut + JSON.stringify(response(2, 'a', tokens(1200, 200, 50))));
  expect(totals(reports)).toMatchObject({ requests: 1, input: 1000 });
});

test('a subagent of a version without session ids belongs to the thread that spawned it', async () => {
  const source = { subagent: { thread_spawn: { parent_thread_id: uuid(0), depth: 1 } } };
  const [report] = await read(meta(60, { source }), turn(61), totalOf(62, tokens(100, 0, 10)));
  expect(report).toMatchObject({ toolSessionId: uuid(0), inputTokens: 100 });
});
