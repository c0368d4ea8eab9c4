import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTx } from '#platform/db/tx';
import { type LlmDoor, type LlmPlace, newToken, openLlmDoor, script } from '../../../test/llm-door.ts';
import { asked, sessionPlace, started } from '../../../test/session-place.ts';
import { refusal } from '../../../test/test-server.ts';
import { endPausedProcesses } from './pause-session.ts';

let door: LlmDoor;
let place: LlmPlace;
let at: ReturnType<typeof sessionPlace>;
beforeAll(async () => {
  door = await openLlmDoor();
  place = await door.place();
  at = sessionPlace(door.server, place.tenant, place.machine);
});
afterAll(() => door.close());

const api = () => place.tenant.admin.client.session;
const hello = { messages: script({ text: 'Hello.', usage: { input: 100, output: 7 } }) };
const call = async (sessionId: string) => {
  const token = await newToken(door.server, place.tenant, place.machine, sessionId);
  return place.post(hello, { authorization: `Bearer ${token}` });
};

describe('a paused session', () => {
  test('has its calls held at the gateway until it goes on', async () => {
    const { id, get, push } = await at.session();
    await push(started, { type: 'turn_started' });
    await api().pause.mutate({ sessionId: id });
    expect(await get()).toMatchObject({ status: 'paused', pausedAt: expect.any(String) });
    let answered = false;
    const answer = call(id).finally(() => {
      answered = true;
    });
    // What the last request still brings does not end the pause.
    await push({ type: 'message', itemId: 'm', text: 'The end of it.' }, asked('r1'));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(answered).toBe(false);
    expect((await get()).status).toBe('paused');
    await api().resume.mutate({ sessionId: id });
    expect((await answer).status).toBe(200);
    expect(await get()).toMatchObject({ status: 'needs_you', pausedAt: null });
    await api().resume.mutate({ sessionId: id });
  });

  test('that is stopped has its held call refused, not made', async () => {
    const { id, push } = await at.session();
    await push(started);
    await api().pause.mutate({ sessionId: id });
    const answer = call(id);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await api().stop.mutate({ sessionId: id });
    expect((await answer).status).toBe(403);
  });

  test('keeps messages and answers until then, in their order', async () => {
    const { id, get, push } = await at.session();
    await push(started, asked('r1'));
    await api().pause.mutate({ sessionId: id });
    await api().send.mutate({ sessionId: id, text: 'first' });
    await api().respond.mutate({ sessionId: id, requestId: 'r1', decision: 'deny' });
    await api().send.mutate({ sessionId: id, text: 'second' });
    const held = () => door.server.deps.db.command.findMany({ where: { sessionId: id, status: 'held' } });
    expect(await held()).toHaveLength(3);
    await api().resume.mutate({ sessionId: id });
    expect(await held()).toEqual([]);
    expect((await at.commandsOf('session.send', id, 2)).map(({ text }) => text)).toEqual(['first', 'second']);
    expect(await at.commandOf('session.respond', id)).toMatchObject({ behavior: 'deny' });
    expect((await get()).status).toBe('idle');
  });

  test('has its process ended after five minutes, stays paused, and goes on in a new one', async () => {
    const { id, get, push } = await at.session();
    await push(started);
    await api().pause.mutate({ sessionId: id });
    await api().send.mutate({ sessionId: id, text: 'later' });
    await endPausedProcesses(door.server.deps);
    expect(await get()).toMatchObject({ status: 'paused', endedAt: null });
    const pausedAt = new Date(Date.now() - 6 * 60_000);
    await inTx(door.server.deps, (tx) => tx.db.session.update({ where: { id }, data: { pausedAt } }));
    expect(await endPausedProcesses(door.server.deps)).toBe(1);
    await at.commandOf('session.stop', id);
    await push({ type: 'process_ended', reason: 'stopped', exitCode: 0, message: '' });
    expect(await get()).toMatchObject({ status: 'paused', endedAt: expect.any(String) });
    expect(await endPausedProcesses(door.server.deps)).toBe(0);
    await api().resume.mutate({ sessionId: id });
    expect(await at.commandOf('session.start', id, 2)).toMatchObject({ resume: true, toolSessionId: started.toolSessionId, message: null });
    expect(await at.commandOf('session.send', id)).toMatchObject({ text: 'later' });
    expect((await get()).status).toBe('starting');
  });
});

describe('what was always allowed', () => {
  const always = async (session: Awaited<ReturnType<typeof at.session>>, scope: 'session' | 'project' | 'machine') => {
    await session.push(started, asked(`r-${scope}`));
    await api().respond.mutate({ sessionId: session.id, requestId: `r-${scope}`, decision: 'allow_always', scope });
  };
  const rulesOfNext = async (cwd: string) => {
    const { id } = await at.session(undefined, cwd);
    return (await at.commandOf('session.start', id)).allowedRules;
  };

  test('holds as far as was said: the session, its folder, or the machine', async () => {
    await always(await at.session(undefined, '/home/dev/one'), 'session');
    expect(await rulesOfNext('/home/dev/one')).toEqual([]);
    await always(await at.session(undefined, '/home/dev/one'), 'project');
    expect(await rulesOfNext('/home/dev/one')).toEqual(['Bash(rm -rf dist)']);
    expect(await rulesOfNext('/home/dev/two')).toEqual([]);
    await always(await at.session(undefined, '/home/dev/one'), 'machine');
    expect(await rulesOfNext('/home/dev/two')).toEqual(['Bash(rm -rf dist)']);
  });

  test('is told to sessions that run, and taken back from them', async () => {
    const other = await at.session(undefined, '/home/dev/three');
    await other.push(started);
    const asking = await at.session(undefined, '/home/dev/three');
    await always(asking, 'project');
    expect(await at.commandOf('session.setRules', other.id)).toMatchObject({ allowedRules: ['Bash(rm -rf dist)'] });
    const { items } = await api().rules.query({});
    expect(items[0]).toMatchObject({ scope: 'project', cwd: '/home/dev/three', rule: 'Bash(rm -rf dist)', session: null });
    for (const { id } of items) await api().revokeRule.mutate({ ruleId: id });
    expect((await api().rules.query({})).items).toEqual([]);
    // The machine's rule reached it too.
    expect(await at.commandOf('session.setRules', other.id, 3)).toMatchObject({ allowedRules: [] });
    expect(await rulesOfNext('/home/dev/three')).toEqual([]);
  });

  test('by one person is not allowed for another', async () => {
    await always(await at.session(undefined, '/home/dev/four'), 'machine');
    const other = await place.tenant.person('user');
    expect((await other.client.session.rules.query({})).items).toEqual([]);
    const [rule] = (await api().rules.query({})).items;
    expect((await refusal(other.client.session.revokeRule.mutate({ ruleId: rule?.id ?? '' }))).code).toBe('NOT_FOUND');
    await api().revokeRule.mutate({ ruleId: rule?.id ?? '' });
  });
});

test('requests that wait are listed across sessions with what they are about, for their owner alone', async () => {
  const before = (await api().waiting.query()).count;
  const one = await at.session('Clean up');
  const two = await at.session('Clean more');
  await one.push(started, asked('w1'));
  await two.push(started, { type: 'turn_started' }, { ...asked('w2'), diff: '--- a\n+++ b\n' } as ReturnType<typeof asked>);
  const { items, count } = await api().waiting.query();
  expect(count).toBe(before + 2);
  expect(items.filter(({ sessionId }) => sessionId === one.id || sessionId === two.id)).toMatchObject([
    { sessionId: one.id, title: 'Clean up', requestId: 'w1', subject: 'rm -rf dist', rule: 'Bash(rm -rf dist)', diff: '' },
    { sessionId: two.id, requestId: 'w2', diff: '--- a\n+++ b\n', machine: { id: place.machine.id } },
  ]);
  const other = await place.tenant.person('admin');
  expect((await other.client.session.waiting.query()).count).toBe(0);
  await api().respond.mutate({ sessionId: one.id, requestId: 'w1', decision: 'deny' });
  expect((await api().waiting.query()).count).toBe(before + 1);
});

describe('a fork', () => {
  test('is a session of its own that begins with a copy of the conversation', async () => {
    const { id, push } = await at.session('Original');
    expect((await refusal(api().fork.mutate({ sessionId: id }))).reason).toBe('nothing_to_fork');
    await push(started);
    const fork = await api().fork.mutate({ sessionId: id, title: 'Another way' });
    expect(await api().get.query({ sessionId: fork.id })).toMatchObject({ title: 'Another way', forkedFromId: id, status: 'starting' });
    const command = await at.commandOf('session.start', fork.id);
    expect(command).toMatchObject({ forkOf: started.toolSessionId, resume: false });
    expect(command.toolSessionId).not.toBe(started.toolSessionId);
  });
});

describe('deleting', () => {
  test('takes the transcript of a session that has ended; its figures stay', async () => {
    const { id, push } = await at.session('To be gone');
    await push(started);
    expect((await call(id)).status).toBe(200);
    expect((await refusal(api().delete.mutate({ sessionId: id }))).reason).toBe('session_running');
    await api().stop.mutate({ sessionId: id });
    await place.settled();
    await api().delete.mutate({ sessionId: id });
    expect((await refusal(api().get.query({ sessionId: id }))).code).toBe('NOT_FOUND');
    expect((await api().list.query({ search: 'To be gone' })).items).toEqual([]);
    expect(await door.server.deps.db.sessionEvent.count({ where: { sessionId: id } })).toBe(0);
    expect(await door.server.deps.db.usageEvent.count({ where: { sessionId: id } })).toBe(1);
  });
});

test('a turn’s figures are those of the calls that began in it', async () => {
  const { id, push } = await at.session();
  await push(started, { type: 'turn_started' });
  await call(id);
  await call(id);
  await push({ type: 'turn_ended', outcome: 'completed', durationMs: 5 }, { type: 'turn_started' });
  await call(id);
  await place.settled();
  expect((await api().turnUsage.query({ sessionId: id })).items).toMatchObject([
    { seq: 2, requests: 2, inputTokens: 200, outputTokens: 14 },
    { seq: 4, requests: 1, inputTokens: 100, outputTokens: 7 },
  ]);
});

test('a session is found by its tags, and by tool, state and person', async () => {
  const { id } = await at.session('Tagged');
  await api().update.mutate({ sessionId: id, tags: ['Bug', 'urgent', 'Bug'] });
  expect(await api().get.query({ sessionId: id })).toMatchObject({ tags: ['Bug', 'urgent'] });
  const found = async (query: Parameters<ReturnType<typeof api>['list']['query']>[0]) =>
    (await api().list.query(query)).items.some((item) => item.id === id);
  expect(await found({ search: '#bug' })).toBe(true);
  expect(await found({ search: 'tagged', status: ['starting'], tool: 'claude-code', userId: place.tenant.admin.id })).toBe(true);
  expect(await found({ search: 'tagged', status: ['idle'] })).toBe(false);
  expect(await found({ search: 'tagged', tool: 'codex' })).toBe(false);
});

test('pictures alone are a message; nothing is none', async () => {
  const { id, push } = await at.session();
  await push(started);
  const picture = { mediaType: 'image/png' as const, data: 'iVBORw0KGgo=' };
  await api().send.mutate({ sessionId: id, text: '', images: [picture] });
  expect(await at.commandOf('session.send', id)).toMatchObject({ text: '', images: [picture] });
  expect((await refusal(api().send.mutate({ sessionId: id, text: ' ' }))).code).toBe('INVALID');
});
