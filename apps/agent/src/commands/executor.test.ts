import type { AgentCommand } from '@open-ace/contracts/command';
import { afterEach, expect, test, vi } from 'vitest';
import { createLogger } from '../logger.ts';
import { Refusal } from '../refusal.ts';
import { patiently, temporaryFolder } from '../testing.ts';
import { Executor, type Handlers, type Report } from './executor.ts';
import { Journal } from './journal.ts';

const opened: Journal[] = [];
afterEach(async () => void (await Promise.all(opened.splice(0).map((journal) => journal.close()))));

async function openJournal(...args: Parameters<typeof Journal.open>): Promise<Journal> {
  const journal = await Journal.open(...args);
  opened.push(journal);
  return journal;
}

const log = createLogger('silent');
const session = (n: number) => `01890000-0000-7000-8000-00000000000${n}`;
const send = (id: string, n: number, text = ''): AgentCommand => ({
  id,
  body: { kind: 'session.send', sessionId: session(n), messageId: id, text, images: [] },
});
const list = (id: string): AgentCommand => ({ id, body: { kind: 'folder.list', path: '/' } });

async function executor(dir: string, handlers: Partial<Handlers>) {
  const reports: Report[] = [];
  const journal = await openJournal(dir);
  const report = vi.fn(async (told: Report) => void reports.push(told));
  const made = new Executor({ journal, handlers: handlers as Handlers, report, log });
  return { executor: made, journal, reports, report };
}

test('a command is reported as started, then as done with its result', async () => {
  await using folder = await temporaryFolder();
  const { executor: it, reports } = await executor(folder.path, { 'folder.list': async () => ({ path: '/' }) });
  it.receive(list('a'));
  await expect
    .poll(() => reports)
    .toEqual([
      { commandId: 'a', status: 'started' },
      { commandId: 'a', status: 'done', result: '{"path":"/"}' },
    ]);
});

test('a command that comes again while it runs, or after its end, is not run again but reported again', async () => {
  await using folder = await temporaryFolder();
  const handler = vi.fn(async () => undefined);
  const { executor: it, reports } = await executor(folder.path, { 'session.send': handler });
  it.receive(send('a', 1));
  it.receive(send('a', 1));
  await expect.poll(() => reports.length, patiently).toBe(2);
  it.receive(send('a', 1));
  await expect.poll(() => reports.map(({ status }) => status), patiently).toEqual(['started', 'done', 'done']);
  expect(handler).toHaveBeenCalledTimes(1);
});

test('a command that an earlier agent began and did not finish is unknown, and not run', async () => {
  await using folder = await temporaryFolder();
  const before = await openJournal(folder.path);
  await before.begin('a', 'session.send');
  const handler = vi.fn(async () => undefined);
  const { executor: it, reports } = await executor(folder.path, { 'session.send': handler });
  await expect.poll(() => reports, patiently).toEqual([{ commandId: 'a', status: 'unknown' }]);
  it.receive(send('a', 1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(handler).not.toHaveBeenCalled();
});

test('commands of one session run one after the other, those of others beside them', async () => {
  await using folder = await temporaryFolder();
  const done: string[] = [];
  const waits = new Map<string, () => void>();
  const { executor: it } = await executor(folder.path, {
    'session.send': async ({ messageId }) => {
      await new Promise<void>((resolve) => waits.set(messageId, resolve));
      done.push(messageId);
    },
  });
  it.receive(send('a', 1));
  it.receive(send('b', 1));
  it.receive(send('c', 2));
  await expect.poll(() => [...waits.keys()], patiently).toEqual(['a', 'c']);
  waits.get('c')?.();
  waits.get('a')?.();
  await expect.poll(() => waits.has('b'), patiently).toBe(true);
  waits.get('b')?.();
  await expect.poll(() => done, patiently).toEqual(['c', 'a', 'b']);
});

test('a refusal is told in its own words, and an accident does not stop what follows', async () => {
  await using folder = await temporaryFolder();
  const { executor: it, reports } = await executor(folder.path, {
    'folder.list': async () => {
      throw new Refusal('/x does not exist on this machine.');
    },
    'session.send': async () => {
      throw new TypeError('nothing there');
    },
  });
  it.receive(list('a'));
  it.receive(send('b', 1));
  it.receive(send('c', 1));
  await expect.poll(() => reports.filter(({ status }) => status === 'failed').length, patiently).toBe(3);
  expect(reports).toContainEqual({ commandId: 'a', status: 'failed', error: '/x does not exist on this machine.' });
  expect(reports).toContainEqual({ commandId: 'c', status: 'failed', error: 'The agent failed: nothing there' });
});

test('a report that does not get through is repeated by the next agent', async () => {
  await using folder = await temporaryFolder();
  const first = await executor(folder.path, { 'folder.list': async () => ({ n: 1 }) });
  first.report.mockRejectedValue(new Error('gone'));
  first.executor.receive(list('a'));
  await expect.poll(() => first.journal.outcomeOf('a'), patiently).toEqual({ status: 'done', result: '{"n":1}' });
  const second = await executor(folder.path, {});
  await expect.poll(() => second.reports, patiently).toEqual([{ commandId: 'a', status: 'done', result: '{"n":1}' }]);
});
