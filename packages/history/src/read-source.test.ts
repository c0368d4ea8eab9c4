import { execFileSync } from 'node:child_process';
import { appendFile, copyFile, readdir, rename, truncate, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type Cursor, parseCursor } from './cursor.ts';
import { readSource } from './read-source.ts';
import { lines, readAll, readHome, temporaryHome, totals } from './testing.ts';

const answer = (n: number | string, text = 'hi') => ({
  parentUuid: null,
  message: { id: `msg_${n}`, role: 'assistant', model: 'm', content: [{ text }], usage: { input_tokens: 10, output_tokens: 5 } },
  requestId: `req_${n}`,
  type: 'assistant',
  uuid: `u${n}`,
  timestamp: '2026-11-22T12:00:00.000Z',
  cwd: '/proj',
  sessionId: 's',
});

const keys = (...numbers: (number | string)[]) => numbers.map((n) => `msg_${n}:req_${n}`);

async function claudeFile(content: string | Buffer) {
  const home = await temporaryHome();
  const path = await home.write('.claude/projects/p/s.jsonl', content);
  const source = { format: 'claude-code' as const, path };
  const read = async (cursor: Cursor | null = null) => {
    const outcome = await readAll(source, cursor);
    return { ...outcome, keys: outcome.reports.map((report) => report.key) };
  };
  return { home, path, source, read, [Symbol.asyncDispose]: home[Symbol.asyncDispose] };
}

test('a file is told once; read again from its start it tells the same', async () => {
  await using file = await claudeFile(lines(answer(1), answer(2)));
  const first = await file.read();
  expect(first.keys).toEqual(keys(1, 2));
  expect((await file.read(first.cursor)).batches).toEqual([]);
  expect((await file.read()).reports).toEqual(first.reports);
});

test('only what was appended is told', async () => {
  await using file = await claudeFile(lines(answer(1)));
  const { cursor } = await file.read();
  await appendFile(file.path, lines(answer(2)));
  expect((await file.read(cursor)).keys).toEqual(keys(2));
});

test('a line that is not yet written to its end is told when it is', async () => {
  const second = lines(answer(2, 'Größe 漢字'));
  const cut = Buffer.from(second).indexOf('漢') + 1;
  await using file = await claudeFile(Buffer.concat([Buffer.from(lines(answer(1))), Buffer.from(second).subarray(0, cut)]));
  const { cursor, keys: first } = await file.read();
  expect(first).toEqual(keys(1));
  await appendFile(file.path, Buffer.from(second).subarray(cut));
  const rest = await file.read(cursor);
  expect(rest.keys).toEqual(keys(2));
  expect(rest.batches.at(-1)?.malformed).toBe(0);
});

test('a copied file adds nothing', async () => {
  await using file = await claudeFile(lines(answer(1), answer(2)));
  await copyFile(file.path, `${file.home.path}/.claude/projects/p/copy.jsonl`);
  expect(totals(await readHome(file.home.path))).toMatchObject({ requests: 2, input: 20 });
});

test('another file in its place, even of the same size, is read from its start', async () => {
  await using file = await claudeFile(lines(answer(1), answer(2)));
  const { cursor } = await file.read();
  await writeFile(file.path, lines(answer(3), answer(4)));
  const replaced = await file.read(cursor);
  expect(replaced.keys).toEqual(keys(3, 4));

  const other = await file.home.write('other.jsonl', lines(answer(5), answer(6), answer(7)));
  await rename(other, file.path);
  expect((await file.read(replaced.cursor)).keys).toEqual(keys(5, 6, 7));
});

test('a rewritten file is noticed though it keeps its long head', async () => {
  const head = { type: 'summary', text: 'x'.repeat(10_000) };
  await using file = await claudeFile(lines(head, answer(1)));
  const { cursor } = await file.read();
  await writeFile(file.path, lines(head, answer(2), answer(3)));
  expect((await file.read(cursor)).keys).toEqual(keys(2, 3));
});

test('a truncated file is read from its start', async () => {
  await using file = await claudeFile(lines(answer(1), answer(2)));
  const { cursor } = await file.read();
  await truncate(file.path, lines(answer(1)).length);
  expect((await file.read(cursor)).keys).toEqual(keys(1));
});

test('a cursor of another version, of another format or with a foreign state means to read from the start', async () => {
  await using file = await claudeFile(lines(answer(1)));
  const { cursor } = await file.read();
  expect(parseCursor({ ...cursor, version: 0 })).toBeNull();
  expect(parseCursor('{}')).toBeNull();
  expect(parseCursor(null)).toBeNull();
  if (!cursor) throw new Error('There must be a cursor.');
  await appendFile(file.path, lines(answer(2)));
  expect((await file.read({ ...cursor, format: 'codex' })).keys).toEqual(keys(1, 2));
  expect((await file.read({ ...cursor, state: { sent: 'all' } })).keys).toEqual(keys(1, 2));
});

test('a file that is not there, or is no file, tells nothing', async () => {
  await using home = await temporaryHome();
  expect((await readAll({ format: 'codex', path: `${home.path}/none.jsonl` })).batches).toEqual([]);
  expect((await readAll({ format: 'codex', path: home.path })).batches).toEqual([]);
});

test.skipIf(process.platform === 'win32')('a named pipe in the place of a file does not block', async () => {
  await using home = await temporaryHome();
  execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', `${home.path}/pipe.jsonl`]);
  expect((await readAll({ format: 'codex', path: `${home.path}/pipe.jsonl` })).batches).toEqual([]);
});

test('batches keep to their bounds, and reading on after any of them loses nothing', async () => {
  const records = Array.from({ length: 25 }, (_, n) => answer(n));
  await using file = await claudeFile(lines(...records));
  const { batches } = await readAll(file.source, null, { maxRows: 10 });
  expect(batches.map((batch) => batch.reports.length)).toEqual([10, 10, 5]);
  expect((await readAll(file.source, null, { maxLength: 2000 })).batches.every((batch) => batch.reports.length <= 6)).toBe(true);
  for (const [index, batch] of batches.entries()) {
    const rest = await file.read(batch.cursor);
    expect(rest.keys).toEqual(batches.slice(index + 1).flatMap((later) => later.reports.map((report) => report.key)));
  }
});

test('broken lines are counted, and those that are too long, and neither stops the reading', async () => {
  const tooLong = answer('long', 'x'.repeat(5000));
  await using file = await claudeFile(lines(answer(1), 'nonsense', '{"type":"assistant","input_tokens"', '[]', '', tooLong, answer(2)));
  const { reports, batches } = await readAll(file.source, null, { maxLineBytes: 2000, chunkBytes: 500 });
  expect(reports.map((report) => report.key)).toEqual(keys(1, 2));
  expect(batches.reduce((sum, batch) => sum + batch.malformed, 0)).toBe(3);
  expect(batches.reduce((sum, batch) => sum + batch.overlong, 0)).toBe(1);
});

test('a line that grows without end is not read again from its start', async () => {
  await using file = await claudeFile('x'.repeat(10_000));
  const bounds = { maxLineBytes: 2000, chunkBytes: 500 };
  const { cursor } = await readAll(file.source, null, bounds);
  expect(cursor).toMatchObject({ offset: 10_000, insideOverlong: true });
  await appendFile(file.path, `xxx\n${lines(answer(1))}`);
  const rest = await readAll(file.source, cursor, bounds);
  expect(rest.reports.map((report) => report.key)).toEqual(keys(1));
  expect(rest.batches.at(-1)).toMatchObject({ overlong: 1 });
});

test.skipIf(process.platform !== 'linux')('a reader that stops early leaves no file open', async () => {
  await using file = await claudeFile(lines(answer(1), answer(2)));
  const openFiles = async () => (await readdir('/proc/self/fd')).length;
  const before = await openFiles();
  for (let n = 0; n < 20; n++) {
    for await (const batch of readSource(file.source, null, { maxRows: 1 })) if (batch.reports.length > 0) break;
  }
  expect(await openFiles()).toBeLessThan(before + 10);
});
