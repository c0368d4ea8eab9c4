import { mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import { PermissionMode } from '@open-ace/contracts/tools';
import { expect, test, vi } from 'vitest';
import type { Driver, DriverSession, ProcessEnd, Prompt, SessionStart } from '../drivers/driver.ts';
import { createLogger } from '../logger.ts';
import { Refusal } from '../refusal.ts';
import { patiently, temporaryFolder } from '../testing.ts';
import { LiveSessions } from './live.ts';
import { Sessions } from './sessions.ts';

const sessionId = '01890000-0000-7000-8000-000000000001';
const messageId = '01890000-0000-7000-8000-000000000002';

/** A CLI that only its test moves. */
class FakeSession {
  readonly start: SessionStart;
  readonly toolSessionId: string;
  isBusy = false;
  readonly send = vi.fn(async (_prompt: Prompt) => undefined);
  readonly respond = vi.fn(async () => undefined);
  readonly setRules = vi.fn((_rules: readonly string[]) => undefined);
  readonly interrupt = vi.fn(async () => undefined);
  readonly setModel = vi.fn(async (model: string) => model !== 'another');
  readonly setMode = vi.fn(async (mode: string) => mode !== 'full-auto');
  readonly ended: Promise<ProcessEnd>;
  end: (end: ProcessEnd) => void = () => {};

  constructor(start: SessionStart) {
    this.start = start;
    this.toolSessionId = start.toolSessionId;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  async stop(): Promise<void> {
    this.end({ exitCode: 0, stderr: '' });
  }
}

async function machine({ maxSessions = 5 } = {}) {
  const folder = await temporaryFolder();
  const home = realpathSync(folder.path);
  mkdirSync(join(home, 'project'));
  const events: SessionEvent[] = [];
  const started: FakeSession[] = [];
  let problem: Error | undefined;
  const driver: Driver = {
    tool: 'claude-code',
    name: 'Claude Code',
    program: 'claude',
    describe: () => ({ tested: true, modes: PermissionMode.options, withheldModes: [], problem: '' }),
    async start(start) {
      if (problem) throw problem;
      const session = new FakeSession(start);
      started.push(session);
      return session as DriverSession;
    },
  };
  const sessions = new Sessions({
    drivers: { find: (tool) => (tool === driver.tool ? driver : undefined) },
    tools: { find: async (tool) => (tool === 'claude-code' ? { tool, path: '/bin/claude', version: '2.1.330' } : null) },
    places: { home, forbidden: [join(home, 'agent')] },
    maxSessions,
    serverUrl: 'http://server.example:4210',
    box: { append: async (_id, event) => void events.push(event) },
    live: new LiveSessions(join(home, 'agent')),
    log: createLogger('silent'),
  });
  const start = (more: Partial<Parameters<Sessions['start']>[0]> = {}) =>
    sessions.start({
      kind: 'session.start',
      sessionId,
      tool: 'claude-code',
      cwd: '~/project',
      model: 'opus',
      permissionMode: 'ask',
      toolSessionId: messageId,
      resume: false,
      forkOf: null,
      args: [],
      allowedRules: ['Bash(ls)'],
      message: { messageId, text: 'hello', images: [] },
      gateway: { path: '/llm', token: 'ace_p_x' },
      ...more,
    });
  return {
    home,
    sessions,
    events,
    started,
    start,
    failWith: (error: Error) => {
      problem = error;
    },
    types: () => events.map(({ type }) => type),
    live: () => readdirSync(join(home, 'agent/sessions')),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

test('a session starts in its folder, with its calls led to the gateway, and gets its first message', async () => {
  await using it = await machine();
  await it.start();
  expect(it.started[0]?.start).toMatchObject({
    cwd: join(it.home, 'project'),
    gateway: { url: 'http://server.example:4210/llm', token: 'ace_p_x' },
    allowedRules: ['Bash(ls)'],
  });
  expect(it.events).toEqual([
    { type: 'user_message', messageId, text: 'hello' },
    { type: 'process_started', toolSessionId: messageId, toolVersion: '2.1.330', model: 'opus', gitRemote: '', gitBranch: '' },
  ]);
  expect(it.started[0]?.send).toHaveBeenCalledWith(expect.objectContaining({ text: 'hello' }));
  expect(it.live()).toEqual([sessionId]);
});

test.each([
  [{ tool: 'codex' as const }, 'cannot start Codex yet'],
  [{ cwd: '~/nowhere' }, 'does not exist on this machine'],
  [{ cwd: '~/agent' }, 'belongs to Open ACE itself'],
  [{ gateway: null }, 'did not say where'],
])('what cannot be started (%j) is refused', async (change, message) => {
  await using it = await machine();
  mkdirSync(join(it.home, 'agent'), { recursive: true });
  await expect(it.start(change)).rejects.toThrow(message);
  expect(it.types()).toEqual(['user_message']);
});

test('no more sessions run at a time than the machine allows, however many start at once', async () => {
  await using it = await machine({ maxSessions: 2 });
  const other = (n: number) => sessionId.replace(/1$/, String(n));
  const starts = await Promise.allSettled([1, 2, 3].map((n) => it.start({ sessionId: other(n) })));
  expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  const left = other(starts.findIndex(({ status }) => status === 'rejected') + 1);
  const [one = '', two = ''] = [1, 2, 3].map(other).filter((id) => id !== left);
  await expect(it.start({ sessionId: left })).rejects.toThrow('This machine runs at most 2 sessions at a time. Stop one');
  // One that is started anew takes its own place.
  await it.start({ sessionId: one, resume: true });
  await it.sessions.stop({ kind: 'session.stop', sessionId: two });
  await it.start({ sessionId: left });
  expect(it.started).toHaveLength(4);
});

test('a CLI that does not start leaves nothing behind', async () => {
  await using it = await machine();
  it.failWith(new Refusal('no such model'));
  await expect(it.start()).rejects.toThrow('no such model');
  expect(it.live()).toEqual([]);
  await expect(it.sessions.interrupt({ kind: 'session.interrupt', sessionId })).rejects.toThrow('has ended');
});

test('a message for a session whose process is gone is shown, and that it was not delivered', async () => {
  await using it = await machine();
  await expect(it.sessions.send({ kind: 'session.send', sessionId, messageId, text: 'hi', images: [] })).rejects.toThrow('has ended');
  expect(it.types()).toEqual(['user_message', 'error']);
});

test.each([
  [
    { exitCode: 0, stderr: 'noise' },
    { reason: 'exited', message: '' },
  ],
  [
    { exitCode: 3, stderr: 'bad flag' },
    { reason: 'failed', message: 'The CLI ended with exit code 3.\nbad flag' },
  ],
  [
    { exitCode: null, stderr: '' },
    { reason: 'failed', message: 'The CLI was killed.' },
  ],
])('a process that ends by itself (%j) is told', async (end, told) => {
  await using it = await machine();
  await it.start();
  it.started[0]?.end(end);
  await expect.poll(() => it.events.at(-1), patiently).toMatchObject({ type: 'process_ended', exitCode: end.exitCode, ...told });
  await expect.poll(it.live, patiently).toEqual([]);
});

test('stopping ends it, as the agent’s own end does, which is no failure', async () => {
  await using it = await machine();
  await it.start();
  await it.sessions.stop({ kind: 'session.stop', sessionId });
  expect(it.events.at(-1)).toMatchObject({ type: 'process_ended', reason: 'stopped' });
  await it.sessions.stop({ kind: 'session.stop', sessionId });
  await it.start();
  await it.sessions.stopAll();
  expect(it.events.at(-1)).toMatchObject({ type: 'process_ended', reason: 'exited', message: expect.stringContaining('was stopped') });
  expect(it.types().filter((type) => type === 'process_ended')).toHaveLength(2);
  await expect(it.start()).rejects.toThrow('being stopped');
});

test('a session that is started again while it runs is replaced in silence', async () => {
  await using it = await machine();
  await it.start();
  await it.start({ gateway: { path: '/llm', token: 'ace_p_y' }, message: null });
  expect(it.types()).toEqual(['user_message', 'process_started', 'process_started']);
  expect(it.started[1]?.start.gateway.token).toBe('ace_p_y');
  expect(it.live()).toEqual([sessionId]);
});

test('a mode that the running process cannot take is got by another one, with its rules; not in the middle of a turn', async () => {
  await using it = await machine();
  await it.start();
  await it.sessions.respond({ kind: 'session.respond', sessionId, requestId: 'r', behavior: 'allow', rule: 'Bash(make)' });
  const [first] = it.started;
  if (first) first.isBusy = true;
  const toFullAuto = () => it.sessions.setMode({ kind: 'session.setMode', sessionId, permissionMode: 'full-auto' });
  await expect(toFullAuto()).rejects.toThrow('between turns only');
  if (first) first.isBusy = false;
  await toFullAuto();
  expect(it.started[1]?.start).toMatchObject({ permissionMode: 'full-auto', resume: true, allowedRules: ['Bash(ls)', 'Bash(make)'] });
  expect(it.events.slice(2)).toMatchObject([{ type: 'process_started' }, { type: 'mode_changed', permissionMode: 'full-auto' }]);
});

test('a model that a process cannot change to is changed between turns, by another process', async () => {
  await using it = await machine();
  await it.start();
  await it.sessions.setModel({ kind: 'session.setModel', sessionId, model: 'another' });
  expect(it.started.map(({ start }) => start)).toMatchObject([{ resume: false }, { model: 'another', resume: true }]);
  expect(it.events.slice(-2)).toMatchObject([{ type: 'process_started' }, { type: 'model_changed', model: 'another' }]);
});

test('rules that were taken back or given elsewhere hold for the process that runs, and for the next', async () => {
  await using it = await machine();
  await it.start();
  await it.sessions.setRules({ kind: 'session.setRules', sessionId, allowedRules: ['Bash(make)'] });
  expect(it.started[0]?.setRules).toHaveBeenCalledWith(['Bash(make)']);
  await it.sessions.setMode({ kind: 'session.setMode', sessionId, permissionMode: 'full-auto' });
  expect(it.started[1]?.start.allowedRules).toEqual(['Bash(make)']);
});

test('processes of an agent that was killed are told by the next one', async () => {
  await using it = await machine();
  await it.start();
  it.events.length = 0;
  await it.sessions.reportOrphans();
  expect(it.events).toMatchObject([{ type: 'process_ended', reason: 'failed', message: expect.stringContaining('ended unexpectedly') }]);
  await expect.poll(it.live, patiently).toEqual([]);
});
