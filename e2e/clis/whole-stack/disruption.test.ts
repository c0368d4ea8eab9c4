import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { testedTools } from '../cli-programs.ts';
import { script } from '../fake-provider.ts';
import { patiently, type StackSession } from './stack-session.ts';
import { useToolStack } from './use-tool-stack.ts';

const on = useToolStack();

/** An answer that takes so long, and does not repeat itself: Gemini CLI takes that for a model gone astray. */
const lasting = (seconds: number) => ({
  text: Array.from({ length: seconds * 5 }, (_, n) => `word${1000 + n}`).join(' '),
  chunkSize: 12,
  chunkDelayMs: 250,
});

/**
 * An answer whose line was cut is asked for anew. OpenCode leaves what it has before that; Qwen Code asks for what is left of it, and adds
 * that to what it has; Gemini CLI ends its turn.
 */
function expectAnswer(session: StackSession, { text }: { text: string }): void {
  const said = session.words().at(-1) ?? '';
  if (session.tool === 'gemini') {
    expect(text.startsWith(said)).toBe(true);
    return;
  }
  if (session.tool === 'qwen-code') {
    const [begun = '', rest] = said.split('Fake reply to: ');
    if (rest === undefined) expect(said).toBe(text);
    else expect([text.startsWith(begun), rest]).toEqual([true, expect.stringContaining('output only text that comes after this')]);
    return;
  }
  expect(said.slice(-text.length)).toBe(text);
  const begun = said.slice(0, -text.length);
  expect(begun).toBe(session.tool === 'opencode' ? text.slice(0, begun.length) : '');
}

const afterCut = ({ tool }: Pick<StackSession, 'tool'>) => (tool === 'gemini' ? 'failed' : 'completed');

/** Gemini CLI writes over a conversation that it is to go on with in the minute in which it began. */
async function untilResumable({ tool }: StackSession): Promise<void> {
  const minute = 60_000;
  if (tool === 'gemini') await sleep(minute - (Date.now() % minute));
}

/** The next message is answered, by a CLI that knows the conversation. */
async function expectMemory(session: StackSession, word: string): Promise<void> {
  expect(await session.say('which word?')).toMatchObject({ outcome: 'completed' });
  expect(session.words().at(-1)).toEqual(session.replyTo('which word?'));
  expect(on().lastBody()).toContain(word);
}

describe.each(testedTools)('%s', (tool) => {
  test('goes on with its turn when the server is restarted in its middle', async () => {
    const session = await on().startSession(tool, 'the word is heron');
    await session.next('turn_ended');
    const slowly = lasting(3);
    await session.begin(script(slowly));
    await on().restartServer();
    expect(await session.next('turn_ended', 2)).toMatchObject({ outcome: afterCut(session) });
    expectAnswer(session, slowly);
    await expectMemory(session, 'the word is heron');
    expect(session.of('process_started')).toHaveLength(1);
  });

  test('ends with its killed agent, which the session says, and goes on with the next message', async () => {
    const session = await on().startSession(tool, 'the word is heron');
    await session.next('turn_ended');
    await untilResumable(session);
    await session.begin(script(lasting(20)));
    await on().restartAgent('SIGKILL');
    expect(await session.next('process_ended')).toMatchObject({ reason: 'failed', message: expect.stringContaining('ended unexpectedly') });
    await session.until('error');
    await expect.poll(() => on().cliProcesses(), patiently).toEqual([]);
    if (tool === 'openclaw') {
      // Started again it first ends the answer by itself, and has no word for a message meanwhile.
      await session.say('go on');
      await sleep(45_000);
    }
    await expectMemory(session, 'the word is heron');
  });

  test('withdraws what it asked when its agent is killed, and goes on with the next message', async () => {
    const session = await on().startSession(tool, script({ tool: 'shell', command: `touch ${tool}-orphaned` }, { text: 'Done.' }));
    await session.until('needs_you');
    await on().restartAgent('SIGKILL');
    await session.until('error');
    await expect(session.respond('allow_once')).rejects.toThrow('has ended');
    expect((await on().connection.api.session.waiting.query()).count).toBe(0);
    expect(await session.say('go on')).toMatchObject({ outcome: 'completed' });
    expect(session.words()).toEqual([session.replyTo('go on')]);
    expect(existsSync(join(on().stack.project, `${tool}-orphaned`))).toBe(false);
  });

  test('makes no call while it is paused, and ends its turn once it goes on', async () => {
    writeFileSync(join(on().stack.project, 'a.txt'), 'one\n');
    const before = on().asked().length;
    const message = script({ ...lasting(2), tool: 'shell', command: 'cat a.txt' }, { text: 'At last.' });
    // Gemini CLI, which has no full-auto in folders that it does not trust, does not ask for what only reads.
    const session = await on().startSession(tool, message, { permissionMode: tool === 'gemini' ? 'ask' : 'full-auto' });
    await session.next('message_delta');
    await session.pause();
    await session.next('tool_result');
    await sleep(2000);
    expect(on().asked().length - before).toBe(1);
    expect(await session.get()).toMatchObject({ status: 'paused' });
    expect(session.of('turn_ended')).toEqual([]);
    await session.resume();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.words()).toEqual([lasting(2).text, 'At last.']);
    await session.until('idle');
  });

  test('knows the conversation the next day, when everything was stopped in between', async () => {
    const session = await on().startSession(tool, 'the word is heron');
    await session.next('turn_ended');
    await untilResumable(session);
    await session.stop();
    await on().stack.agent.kill();
    await on().restartServer();
    await on().stack.agent.start();
    await on().untilOnline();
    await expectMemory(session, 'the word is heron');
    const [first, second] = session.of('process_started');
    expect(second?.toolSessionId).toBe(first?.toolSessionId);
  });

  test('goes on when the line to the server breaks in the middle of its turn', async () => {
    const session = await on().startSession(tool, 'the word is heron');
    await session.next('turn_ended');
    const slowly = lasting(3);
    await session.begin(script(slowly));
    on().stack.line.breakOff();
    expect(await session.next('turn_ended', 2)).toMatchObject({ outcome: afterCut(session) });
    expectAnswer(session, slowly);
    await expectMemory(session, 'the word is heron');
  });
});

/** A session of each tool, in the middle of its answer. */
async function startAll(answer: { text: string }): Promise<StackSession[]> {
  const sessions = await Promise.all(testedTools.map((tool) => on().startSession(tool, script(answer))));
  await Promise.all(sessions.map((session) => session.next('message_delta')));
  return sessions;
}

test('a killed server costs no session its turn, and counts the calls that it lost once each', async () => {
  const slowly = lasting(6);
  const sessions = await startAll(slowly);
  await on().stack.server.kill('SIGKILL');
  await on().stack.server.start();
  for (const session of sessions) {
    expect(await session.next('turn_ended')).toMatchObject({ outcome: afterCut(session) });
    expectAnswer(session, slowly);
  }
});

test('a line that is silent for half a minute costs no session its turn, and no word', async () => {
  const slowly = lasting(6);
  const sessions = await startAll(slowly);
  on().stack.line.silence();
  await sleep(30_000);
  on().stack.line.restore();
  for (const session of sessions) {
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.words()).toEqual([slowly.text]);
    await session.say('and now?');
    expect(session.words().at(-1)).toEqual(session.replyTo('and now?'));
  }
});
