import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { Journal } from './journal.ts';

const opened: Journal[] = [];
afterEach(async () => void (await Promise.all(opened.splice(0).map((journal) => journal.close()))));

async function openJournal(...args: Parameters<typeof Journal.open>): Promise<Journal> {
  const journal = await Journal.open(...args);
  opened.push(journal);
  return journal;
}

const day = 24 * 60 * 60_000;

test('a command is begun once, also by another journal of the same folder', async () => {
  await using folder = await temporaryFolder();
  const journal = await openJournal(folder.path);
  expect(await journal.begin('a', 'session.send')).toBe(true);
  expect(await journal.begin('a', 'session.send')).toBe(false);
  await journal.finish('a', 'session.send', { status: 'done' });
  const next = await openJournal(folder.path);
  expect(await next.begin('a', 'session.send')).toBe(false);
});

test('what was begun and not finished has ended as unknown after a crash', async () => {
  await using folder = await temporaryFolder();
  const journal = await openJournal(folder.path);
  await journal.begin('a', 'session.start');
  expect(journal.outcomeOf('a')).toBeNull();
  const next = await openJournal(folder.path);
  expect(next.outcomeOf('a')).toEqual({ status: 'unknown' });
  expect(next.unreported()).toEqual([{ id: 'a', outcome: { status: 'unknown' } }]);
});

test('how a command ended is kept until the server knows it', async () => {
  await using folder = await temporaryFolder();
  const journal = await openJournal(folder.path);
  await journal.begin('a', 'folder.list');
  const outcome = { status: 'done' as const, result: '{"items":[]}' };
  await journal.finish('a', 'folder.list', outcome);
  const next = await openJournal(folder.path);
  expect(next.outcomeOf('a')).toEqual(outcome);
  await next.reported('a');
  expect(next.unreported()).toEqual([]);
  const last = await openJournal(folder.path);
  expect(last.outcomeOf('a')).toEqual({ status: 'done' });
  expect(readFileSync(join(folder.path, 'journal.jsonl'), 'utf8')).not.toContain('items');
});

test('finished commands are forgotten after seven days', async () => {
  await using folder = await temporaryFolder();
  let now = 100 * day;
  const journal = await openJournal(folder.path, () => now);
  await journal.begin('old', 'session.send');
  await journal.finish('old', 'session.send', { status: 'done' });
  now += 6 * day;
  await journal.begin('young', 'session.send');
  await journal.finish('young', 'session.send', { status: 'done' });
  now += 2 * day;
  const next = await openJournal(folder.path, () => now);
  expect(next.outcomeOf('old')).toBeUndefined();
  expect(next.outcomeOf('young')).toEqual({ status: 'done' });
});

test('a line that a crash cut off is left out, and the journal goes on', async () => {
  await using folder = await temporaryFolder();
  const journal = await openJournal(folder.path);
  await journal.begin('a', 'session.send');
  await journal.close();
  appendFileSync(join(folder.path, 'journal.jsonl'), '{"state":"started","id":"b"');
  const next = await openJournal(folder.path);
  expect(next.outcomeOf('b')).toBeUndefined();
  await next.begin('c', 'session.send');
  expect((await openJournal(folder.path)).outcomeOf('c')).toEqual({ status: 'unknown' });
});

test('it holds no words of a command', async () => {
  await using folder = await temporaryFolder();
  const journal = await openJournal(folder.path);
  await journal.begin('a', 'session.send');
  await journal.finish('a', 'session.send', { status: 'done' });
  const lines = readFileSync(join(folder.path, 'journal.jsonl'), 'utf8').trim().split('\n');
  for (const line of lines) expect(Object.keys(JSON.parse(line)).sort()).toEqual(expect.arrayContaining(['at', 'id', 'kind', 'state']));
});
