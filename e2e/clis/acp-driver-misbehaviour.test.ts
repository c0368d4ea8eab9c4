import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { rude } from './acp/agents.ts';
import { flood } from './acp/flooded-agent.ts';
import { type AcpMachine, programFolder, startAcpMachine } from './acp/machine.ts';

let machine: AcpMachine;
let folder: string;
beforeAll(async () => {
  folder = await programFolder('rude-agent.mjs', 'rude');
});

describe('an agent that misbehaves', () => {
  afterEach(() => machine.close());
  const onMachine = async (manner: string) => {
    machine = await startAcpMachine({ agent: rude(manner), path: [folder], startMs: 2000, cancelMs: 500 });
  };

  test.each([
    ['exits at once', 'The agent ended before it answered'],
    ['exits when it opens a session', 'ended before it answered'],
    ['never answers initialize', 'The agent did not answer in time (initialize).'],
    ['never answers session/new', 'did not answer in time'],
    ['speaks another version', 'speaks another version of ACP (7)'],
    ['names no session', 'without a usable name'],
    ['names a session at length', 'without a usable name'],
  ])('%s: no session begins, and it is said why', async (manner, why) => {
    await onMachine(manner);
    await expect(machine.start({ message: 'hello' })).rejects.toThrow(why);
  });

  test('exits in a turn: what it said stays, the turn has failed, and what waited was not delivered', async () => {
    await onMachine('exits in a turn');
    const session = await machine.start({ message: 'hello' });
    await session.tell('and this').catch(() => undefined);
    expect(await session.next('process_ended')).toMatchObject({ reason: 'failed', exitCode: 3 });
    expect(session.words()).toEqual(['I am']);
    expect(session.of('turn_ended')).toMatchObject([{ outcome: 'failed' }]);
    expect(session.of('error').at(-1)).toMatchObject({ message: expect.stringContaining('was not delivered') });
  });

  test('never ends a turn: an interruption says that it goes on, and stopping ends it all the same', async () => {
    await onMachine('never ends a turn');
    const session = await machine.start({ message: 'hello' });
    await session.next('message_delta');
    await expect(session.interrupt()).rejects.toThrow('goes on although it was told to stop');
    await session.stop();
    expect(await session.next('process_ended')).toMatchObject({ reason: 'stopped' });
    expect(session.of('turn_ended')).toMatchObject([{ outcome: 'interrupted' }]);
  });

  test('writes garbage: what is sense in it is taken', async () => {
    await onMachine('writes garbage');
    const session = await machine.start({ message: 'hello' });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.words().join()).toMatch(/^\[something\]bad .* bytes\u2400\ufffd$/);
    expect(session.of('commands')[0]?.commands.map(({ name }) => name.length)).toEqual([100, 2]);
  });

  test('answers what was not asked: only the answer to a question of ours counts, and once', async () => {
    await onMachine('answers what was not asked');
    const session = await machine.start({ message: 'hello' });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.words()).toEqual(['Fine.']);
    await session.say('again');
    expect(session.of('turn_ended').map(({ outcome }) => outcome)).toEqual(['completed', 'completed']);
  });

  test('speaks of other sessions: nobody listens, nobody is asked', async () => {
    await onMachine('speaks of other sessions');
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    expect(session.words()).toEqual(['Yours.']);
    expect(session.of('permission_request')).toEqual([]);
  });

  test('asks for what it never announced: the person sees what it is', async () => {
    await onMachine('asks for what it never announced');
    const session = await machine.start({ message: 'hello' });
    const request = await session.next('permission_request');
    expect(request).toMatchObject({ subject: 'rm -rf /', effect: 'Surprise', rule: 'execute(rm -rf /)' });
    expect(session.of('tool_call')).toMatchObject([{ toolCallId: request.toolCallId }]);
    await session.respond(request.requestId, 'deny');
    await session.stop();
    expect(session.of('tool_result')).toMatchObject([{ status: 'denied' }]);
  });

  test('says everything twice: each call begins once and ends once, each question is one', async () => {
    await onMachine('says everything twice');
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    const calls = session.of('tool_call').map(({ toolCallId }) => toolCallId);
    expect(new Set(calls).size).toBe(calls.length);
    expect(
      session
        .of('tool_result')
        .map(({ toolCallId }) => toolCallId)
        .sort(),
    ).toEqual([...calls].sort());
    expect(session.of('permission_request')).toHaveLength(2);
    expect(session.of('permission_resolved')).toHaveLength(2);
  });

  test('has huge names: what is told of them has its bounds', async () => {
    await onMachine('has huge names');
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    const [call, other] = session.of('permission_request').map(({ rule }) => rule);
    expect(other).toBeUndefined();
    expect(call?.length).toBeLessThanOrEqual(2000);
    expect(JSON.stringify(session.events()).length).toBeLessThan(2_000_000);
  });

  test('nests without end: the turn goes on', async () => {
    await onMachine('nests without end');
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    expect(session.of('permission_request')).toHaveLength(1);
  });
});

describe('an agent that floods', () => {
  const flooded = (manner: string, eventMs = 0, stopAfterMs = 60_000) =>
    flood({ agent: rude(manner), path: join(folder, 'rude'), eventMs, stopAfterMs });

  test('with 100 MB in one line is ended', async () => {
    const { end, peakMegabytes } = await flooded('floods in one line');
    expect(end.stderr).toContain('a line that is too long');
    expect(peakMegabytes).toBeLessThan(250);
  });

  test.each([
    ['100 MB in lines', 'floods in lines', 100],
    ['100 MB in words', 'floods in words', 200],
  ])('with %s takes no memory for it', async (_what, manner, most) => {
    const { events, peakMegabytes } = await flooded(manner);
    expect(events).toBeGreaterThan(1);
    expect(peakMegabytes).toBeLessThan(most);
  });

  test('with updates faster than the server takes them is read only as fast', async () => {
    const { events, peakMegabytes, types } = await flooded('floods in updates', 2, 10_000);
    expect(types).toContain('permission_request');
    expect(events).toBeLessThan(6000);
    expect(peakMegabytes).toBeLessThan(300);
  });

  test('with updates without end that the server takes as fast as they come takes no more memory for that', async () => {
    const { events, peakMegabytes } = await flooded('floods in updates', 0, 10_000);
    expect(events).toBeGreaterThan(10_000);
    expect(peakMegabytes).toBeLessThan(300);
  });

  test('with questions whose answers it does not read is ended', async () => {
    const { end, peakMegabytes } = await flooded('asks and never listens');
    expect(end.stderr).toContain('does not read what it is answered');
    expect(peakMegabytes).toBeLessThan(250);
  });
});
