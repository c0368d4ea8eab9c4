import { appendFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readSource } from './read-source.ts';
import { aMoment, lines, readAll, readHome, temporaryHome, totals } from './testing.ts';

const noon = Date.parse('2026-11-22T12:00:00.000Z');
const time = (ms: number) => new Date(noon + ms).toISOString();

const telemetry = (id: string, ms = 0, event: object = {}, record: object = {}) => ({
  uuid: `uuid-${id}-${ms}`,
  parentUuid: null,
  sessionId: 's1',
  timestamp: time(ms + 1),
  type: 'system',
  cwd: '/proj',
  version: '0.24.4',
  gitBranch: 'main',
  subtype: 'ui_telemetry',
  systemPayload: {
    uiEvent: {
      'event.name': 'qwen-code.api_response',
      'event.timestamp': time(ms),
      response_id: id,
      model: 'qwen',
      input_token_count: 1200,
      output_token_count: 50,
      cached_content_token_count: 200,
      thoughts_token_count: 0,
      total_token_count: 1250,
      ...event,
    },
  },
  ...record,
});

const usageLine = (id: string, sessionId: string, ms = 0) => ({
  schemaVersion: 1,
  id,
  timestamp: time(ms),
  sessionId,
  model: 'qwen',
  source: 'main',
  inputTokens: 1200,
  outputTokens: 50,
  cachedTokens: 200,
  thoughtsTokens: 0,
  totalTokens: 1250,
});

const usageFile = '.qwen/usage/token-usage-2026-11.jsonl';
const chat = '.qwen/projects/p/chats/s1.jsonl';
const usageSource = (home: string) => ({
  format: 'qwen-usage' as const,
  path: `${home}/${usageFile}`,
  chatRoots: [`${home}/.qwen/projects`],
});

test('a telemetry record becomes a report, its cached tokens apart', async () => {
  await using home = await temporaryHome();
  await home.write(
    chat,
    lines({ type: 'user' }, telemetry('chatcmpl-1'), { type: 'assistant', usageMetadata: { promptTokenCount: 1200 } }),
  );
  expect(await readHome(home.path)).toEqual([
    {
      tool: 'qwen-code',
      key: `chatcmpl-1:${noon}`,
      matchId: 'chatcmpl-1',
      matchWitness: null,
      toolSessionId: 's1',
      model: 'qwen',
      at: noon,
      inputTokens: 1000,
      outputTokens: 50,
      cacheReadTokens: 200,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      cwd: '/proj',
      gitBranch: 'main',
      gitRemote: '',
      partial: false,
    },
  ]);
});

test('thoughts are a part of the output, added where the total shows that they stand beside it', async () => {
  await using home = await temporaryHome();
  const within = telemetry('a', 0, { thoughts_token_count: 20 });
  const beside = telemetry('b', 0, { thoughts_token_count: 20, total_token_count: 1270 });
  await home.write(chat, lines(within, beside));
  expect(await readHome(home.path)).toMatchObject([
    { outputTokens: 50, reasoningTokens: 20 },
    { outputTokens: 70, reasoningTokens: 20 },
  ]);
});

test('a fork repeats requests of its parent without adding them', async () => {
  await using home = await temporaryHome();
  await home.write(chat, lines(telemetry('a')));
  const copy = telemetry('a', 0, { prompt_id: 'of the fork' }, { sessionId: 's2', forkedFrom: { sessionId: 's1', messageUuid: 'x' } });
  await aMoment();
  await home.write('.qwen/projects/p/chats/s2.jsonl', lines(copy, telemetry('b', 5000, {}, { sessionId: 's2' })));
  const reports = await readHome(home.path);
  expect(totals(reports)).toMatchObject({ requests: 2, input: 2000 });
  expect(reports.map((report) => report.toolSessionId)).toEqual(['s1', 's1', 's2']);
});

test('providers that repeat their ids lose no request', async () => {
  await using home = await temporaryHome();
  await home.write(chat, lines(telemetry('chatcmpl-7', 0), telemetry('chatcmpl-7', 800)));
  expect(totals(await readHome(home.path))).toMatchObject({ requests: 2 });
});

test('the usage file counts for sessions without telemetry, never beside it, archived or not', async () => {
  await using home = await temporaryHome();
  await home.write(chat, lines(telemetry('a')));
  await home.write('.qwen/projects/q/chats/archive/s2.jsonl', lines(telemetry('b', 10)));
  await home.write('.qwen/projects/q/chats/s3.jsonl', lines({ type: 'user', message: 'no telemetry here' }));
  await home.write(
    usageFile,
    lines(usageLine('1', 's1'), usageLine('2', 's2'), usageLine('3', 's3'), usageLine('4', 's4'), usageLine('5', '../s1')),
  );
  const reports = await readHome(home.path);
  expect(reports.map((report) => report.key).sort()).toEqual([`a:${noon}`, `b:${noon + 10}`, 'usage:3', 'usage:4', 'usage:5']);
});

test('a fresh usage line waits for the telemetry that may follow it, and so does all behind it', async () => {
  await using home = await temporaryHome();
  const source = usageSource(home.path);
  await home.write(usageFile, lines(usageLine('1', 's0', -300_000), usageLine('2', 's1'), usageLine('3', 's2', -200_000)));
  const early = await readAll(source, null, { now: () => noon + 500 });
  expect(early.reports.map((report) => report.key)).toEqual(['usage:1']);

  await home.write(chat, lines(telemetry('a')));
  const soon = await readAll(source, early.cursor, { now: () => noon + 1000 });
  expect(soon.reports.map((report) => report.key)).toEqual(['usage:3']);
  expect((await readAll(source, soon.cursor)).batches).toEqual([]);
});

test('a usage line that no telemetry followed counts once it is a minute old, without any change of its file', async () => {
  await using home = await temporaryHome();
  const source = usageSource(home.path);
  await home.write(usageFile, lines(usageLine('1', 's1')));
  const early = await readAll(source, null, { now: () => noon + 59_000 });
  expect(early.reports).toEqual([]);
  const late = await readAll(source, early.cursor, { now: () => noon + 60_000 });
  expect(late.reports.map((report) => report.key)).toEqual(['usage:1']);
});

test('that a session had no telemetry is no answer for its later requests', async () => {
  await using home = await temporaryHome();
  await home.write(usageFile, lines(usageLine('1', 's1'), usageLine('2', 's1', 600_000)));
  let now = noon + 300_000;
  const keys: string[] = [];
  // The caller takes its time between two batches, in which the session gets telemetry.
  for await (const batch of readSource(usageSource(home.path), null, { now: () => now, maxRows: 1 })) {
    keys.push(...batch.reports.map((report) => report.key));
    now = noon + 900_000;
    await home.write(chat, lines(telemetry('a', 600_000)));
  }
  expect(keys).toEqual(['usage:1']);
});

test('records that a crash glued together lose nothing but the half that was never written', async () => {
  await using home = await temporaryHome();
  const path = await home.write(chat, JSON.stringify(telemetry('a')).slice(0, 200));
  await appendFile(path, lines(telemetry('b'), telemetry('c')));
  const { reports, batches } = await readAll({ format: 'qwen-chat', path });
  expect(reports.map((report) => report.matchId)).toEqual(['b', 'c']);
  expect(batches.at(-1)?.malformed).toBe(0);
});
