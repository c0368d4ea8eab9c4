import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gatewayToken, type Machine, startMachine } from './cli-harness.ts';
import { programOf } from './cli-programs.ts';
import { script } from './fake-provider.ts';

const patiently = { timeout: 20_000, interval: 50 };

let machine: Machine;
beforeEach(async () => {
  machine = await startMachine({ tool: 'codex' });
});
afterEach(() => machine.close());

/** What the provider was asked, without the attempt at a WebSocket that Codex begins with. */
const asked = () => machine.provider.requests.filter(({ status }) => status !== 426);
const touch = (name: string) => script({ tool: 'shell', command: `touch ${name}` }, { text: 'Done.' });
/** This model is offered `apply_patch`. */
const patching = { model: 'gpt-5.5' };
const patch = (...lines: string[]) => ({ tool: 'apply_patch', input: ['*** Begin Patch', ...lines, '*** End Patch'].join('\n') });
const setMode = (sessionId: string, permissionMode: 'plan' | 'ask' | 'auto-edit' | 'full-auto') =>
  machine.sessions.setMode({ kind: 'session.setMode', sessionId, permissionMode });

describe('a conversation', () => {
  test('an answer comes in pieces, then as a whole under the same id, and nothing is told twice', async () => {
    const session = await machine.start({ message: 'Say hello' });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    const types = session.events().map(({ type }) => type);
    expect(types.filter((type) => type !== 'message_delta')).toEqual([
      ...['user_message', 'process_started', 'turn_started', 'message', 'context', 'turn_ended'],
    ]);
    const [message] = session.of('message');
    const pieces = session.of('message_delta');
    expect(message?.text).toBe('Fake reply to: Say hello');
    expect(pieces.map(({ text }) => text).join('')).toBe(message?.text);
    expect(new Set(pieces.map(({ itemId }) => itemId))).toEqual(new Set([message?.itemId]));
    expect(session.of('process_started')).toMatchObject([{ model: 'fake-model', toolVersion: expect.stringMatching(/^0\./) }]);
    expect(session.of('context')).toMatchObject([{ usedTokens: 1250 }]);
    expect(asked().every(({ auth, path }) => auth === gatewayToken && path === '/llm/v1/responses')).toBe(true);
  });

  test('thoughts, a command that only reads, a second turn', async () => {
    await machine.write('project/a.txt', 'one\ntwo\n');
    const session = await machine.start({ mode: 'auto-edit' });
    await session.say(
      script({ thinking: 'I should look.', text: 'Looking.', tool: 'shell', command: 'cat a.txt' }, { text: 'Two lines.' }),
    );
    expect(session.of('thought')).toMatchObject([{ text: 'I should look.' }]);
    expect(session.words()).toEqual(['Looking.', 'Two lines.']);
    expect(session.of('tool_call')).toMatchObject([{ name: 'Bash', kind: 'read', subject: 'cat a.txt' }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'done', output: 'one\ntwo\n', exitCode: 0 }]);
    await session.say('And now?');
    expect(session.of('turn_started')).toHaveLength(2);
    expect(session.words().at(-1)).toBe('Fake reply to: And now?');
  });

  test('a command that fails says how', async () => {
    const session = await machine.start({
      mode: 'auto-edit',
      message: script({ tool: 'shell', command: 'echo no; exit 3' }, { text: 'Oh.' }),
    });
    await session.next('turn_ended');
    expect(session.of('tool_result')).toMatchObject([{ status: 'failed', output: 'no\n', exitCode: 3 }]);
  });

  test('messages that come while a turn runs get turns of their own, in their order', async () => {
    const session = await machine.start({ message: script({ text: 'a slow answer of some length', chunkDelayMs: 150 }) });
    await session.next('message_delta');
    await session.tell('second');
    await session.tell('third');
    await session.next('turn_ended', 3);
    expect(session.words()).toEqual(['a slow answer of some length', 'Fake reply to: second', 'Fake reply to: third']);
    expect(session.of('turn_started')).toHaveLength(3);
  });

  test('a picture reaches the model', async () => {
    const data = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const session = await machine.start();
    await session.say('What is this?', [{ mediaType: 'image/png', data }]);
    expect(session.words()).toEqual(['Fake reply to: What is this?']);
    expect(JSON.stringify(asked().at(-1)?.body)).toContain(`data:image/png;base64,${data}`);
  });

  test('a changed model is used and told', async () => {
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    await machine.sessions.setModel({ kind: 'session.setModel', sessionId: session.id, model: 'fake-model-2' });
    await session.say('again');
    expect(asked().at(-1)?.body).toMatchObject({ model: 'fake-model-2' });
    expect(session.of('model_changed')).toEqual([{ type: 'model_changed', model: 'fake-model-2' }]);
    expect(session.of('notice')).toEqual([]);
  });

  test('where no model is chosen, the one of the person’s settings is used and told', async () => {
    await machine.write('.codex/config.toml', 'model = "their-model"\n');
    const session = await machine.start({ model: '', message: 'hello' });
    await session.next('turn_ended');
    expect(session.of('model_changed')).toEqual([{ type: 'model_changed', model: 'their-model' }]);
    expect(asked().at(-1)?.body).toMatchObject({ model: 'their-model' });
  });

  test('two sessions live side by side', async () => {
    const [one, other] = await Promise.all([machine.start({ message: 'one' }), machine.start({ message: 'other' })]);
    await Promise.all([one.next('turn_ended'), other.next('turn_ended')]);
    expect([one.words(), other.words()]).toEqual([['Fake reply to: one'], ['Fake reply to: other']]);
    expect(one.toolSessionId).not.toBe(other.toolSessionId);
  });
});

describe('permissions', () => {
  test('what was allowed is done', async () => {
    const session = await machine.start({ message: touch('allowed.txt') });
    const request = await session.next('permission_request');
    expect(request).toMatchObject({ toolName: 'Bash', subject: 'touch allowed.txt', rule: 'Bash(touch allowed.txt)' });
    expect(request.toolCallId).toBe(session.of('tool_call')[0]?.toolCallId);
    await session.respond(request.requestId, 'allow');
    await session.next('turn_ended');
    expect(session.of('tool_result')).toMatchObject([{ status: 'done', exitCode: 0 }]);
    expect(existsSync(join(machine.project, 'allowed.txt'))).toBe(true);
  });

  test('what was denied is not done, and the turn goes on', async () => {
    const session = await machine.start({ message: touch('denied.txt') });
    const { requestId } = await session.next('permission_request');
    await session.respond(requestId, 'deny');
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.of('tool_result')).toMatchObject([{ status: 'denied' }]);
    expect(existsSync(join(machine.project, 'denied.txt'))).toBe(false);
    expect(session.words()).toEqual(['Done.']);
    await expect(session.respond(requestId, 'allow')).rejects.toThrow('not open any more');
  });

  test('what was always allowed is not asked again, anything else is', async () => {
    const session = await machine.start({ message: touch('x.txt') });
    const request = await session.next('permission_request');
    await session.respond(request.requestId, 'allow', request.rule);
    await session.next('turn_ended');
    await session.say(touch('x.txt'));
    expect(session.of('permission_request')).toHaveLength(2);
    expect(session.of('permission_resolved')).toMatchObject([
      { requestId: session.of('permission_request')[1]?.requestId, decision: 'allow_always', by: '' },
    ]);
    await session.tell(touch('y.txt'));
    const other = await session.next('permission_request', 3);
    await session.respond(other.requestId, 'deny');
    await session.next('turn_ended', 3);
    expect(existsSync(join(machine.project, 'y.txt'))).toBe(false);
  });

  test('the same words in another folder are asked for', async () => {
    await machine.write('project/below/a.txt', '');
    const elsewhere = { tool: 'shell', command: 'touch x.txt', input: { workdir: join(machine.project, 'below') } };
    const session = await machine.start({ allowedRules: ['Bash(touch x.txt)'], message: script(elsewhere, { text: 'Done.' }) });
    const { requestId, rule } = await session.next('permission_request');
    expect(rule).toBe(`Bash(in ${join(machine.project, 'below')}: touch x.txt)`);
    expect(session.of('permission_resolved')).toEqual([]);
    await session.respond(requestId, 'deny');
    await session.next('turn_ended');
  });

  test('a program that is called like a shell is none', async () => {
    const own = await machine.write('project/bash', '#!/bin/sh\ntouch $HOME/project/fooled\n');
    execFileSync('chmod', ['+x', own]);
    const message = script({ tool: 'shell', command: 'touch x.txt', input: { shell: own } }, { text: 'Done.' });
    const session = await machine.start({ allowedRules: ['Bash(touch x.txt)'], message });
    await Promise.race([session.next('permission_request'), session.next('turn_ended')]);
    for (const { requestId } of session.of('permission_request')) await session.respond(requestId, 'deny').catch(() => undefined);
    await session.next('turn_ended');
    expect(existsSync(join(machine.project, 'fooled'))).toBe(false);
  });

  test('an edit is shown before it is allowed, and comes with its diff', async () => {
    const file = await machine.write('project/a.txt', 'one\ntwo\nthree\n');
    const edit = patch('*** Update File: a.txt', '@@', ' one', '-two', '+zwei', ' three');
    const session = await machine.start({ ...patching, message: script(edit, { text: 'Done.' }) });
    const diff = '--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n three\n';
    const request = await session.next('permission_request');
    expect(request).toMatchObject({ toolName: 'Edit', subject: file, diff, rule: `Edit(${file})` });
    expect(readFileSync(file, 'utf8')).toContain('two');
    await session.respond(request.requestId, 'allow');
    await session.next('turn_ended');
    expect(session.of('tool_result')).toMatchObject([{ status: 'done', diff }]);
    expect(readFileSync(file, 'utf8')).toBe('one\nzwei\nthree\n');
  });

  test('auto-edit asks for no edit in the project; files that come and go are shown whole', async () => {
    await machine.write('project/old.txt', 'gone\n');
    const session = await machine.start({ ...patching, mode: 'auto-edit' });
    await session.say(script(patch('*** Add File: new.txt', '+here', '*** Delete File: old.txt'), { text: 'Done.' }));
    expect(session.of('permission_request')).toEqual([]);
    const [result] = session.of('tool_result');
    expect(result?.diff.split(/(?=^--- )/m).sort()).toEqual([
      '--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1,1 @@\n+here\n',
      '--- a/old.txt\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-gone\n',
    ]);
    expect(existsSync(join(machine.project, 'old.txt'))).toBe(false);
  });

  test('auto-edit asks before a command leaves the sandbox', async () => {
    const message = script({
      tool: 'shell',
      command: 'touch out.txt',
      input: { sandbox_permissions: 'require_escalated', justification: 'it must' },
    });
    const session = await machine.start({ mode: 'auto-edit', message });
    const request = await session.next('permission_request');
    expect(request).toMatchObject({ effect: 'it must', rule: 'Bash(touch out.txt)' });
    await session.respond(request.requestId, 'deny');
    await session.next('turn_ended');
    expect(existsSync(join(machine.project, 'out.txt'))).toBe(false);
  });

  test('in plan mode nothing is changed and nothing is asked, whatever was allowed before', async () => {
    const rules = ['Bash(touch x.txt)', `Edit(${join(machine.project, 'y.txt')})`];
    const session = await machine.start({ ...patching, mode: 'plan', allowedRules: rules });
    await session.say(touch('x.txt'));
    await session.say(script(patch('*** Add File: y.txt', '+y'), { text: 'Done.' }));
    expect(session.of('permission_request')).toEqual([]);
    expect(existsSync(join(machine.project, 'x.txt'))).toBe(false);
    expect(existsSync(join(machine.project, 'y.txt'))).toBe(false);
    expect(JSON.stringify(asked()[0]?.body)).toContain('# Plan Mode');
  });

  test('a plan is told as one, and a question that wants a form is asked in words', async () => {
    const session = await machine.start({ mode: 'plan' });
    await session.say(script({ text: 'Here it is.\n<proposed_plan>\n1. look\n2. change\n</proposed_plan>\n' }));
    expect(session.of('plan')).toMatchObject([{ entries: [{ text: '1. look' }, { text: '2. change' }] }]);
    const options = ['A', 'B'].map((label) => ({ label, description: label }));
    const questions = [{ id: 'q', header: 'H', question: 'Which?', options }];
    await session.say(script({ tool: 'request_user_input', input: { questions } }, { text: 'Which one?' }));
    expect(session.words().at(-1)).toBe('Which one?');
    expect(JSON.stringify(asked().at(-1)?.body)).toContain('There is no form here.');
  });

  test('a running session changes its mode, and its next turn holds to it', async () => {
    const session = await machine.start({ mode: 'plan', message: 'remember this' });
    await session.next('turn_ended');
    await setMode(session.id, 'full-auto');
    await session.say(touch('auto.txt'));
    expect(existsSync(join(machine.project, 'auto.txt'))).toBe(true);
    await setMode(session.id, 'ask');
    await session.tell(touch('asked.txt'));
    const { requestId } = await session.next('permission_request');
    await session.respond(requestId, 'deny');
    await session.next('turn_ended', 3);
    expect(session.of('mode_changed').map(({ permissionMode }) => permissionMode)).toEqual(['full-auto', 'ask']);
    expect(session.of('process_started')).toHaveLength(1);
    expect(JSON.stringify(asked().at(-1)?.body)).toContain('remember this');
  });

  test('a mode that is changed while a turn runs holds from the next one on, and that is said', async () => {
    const session = await machine.start({ message: script({ text: 'a slow answer of some length', chunkDelayMs: 100 }, {}) });
    await session.next('message_delta');
    await setMode(session.id, 'full-auto');
    expect(session.of('notice')).toMatchObject([{ reason: 'info', text: expect.stringContaining('from the next message on') }]);
    await session.tell(touch('x.txt'));
    await session.next('turn_ended', 2);
    expect(session.of('permission_request')).toEqual([]);
  });
});

describe('interrupting', () => {
  test('a streaming answer stops, what was said stays, and the session goes on', async () => {
    const session = await machine.start({
      message: script({ text: 'a very long and slow answer that goes on and on', chunkDelayMs: 200 }),
    });
    await session.next('message_delta', 2);
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.words()[0]).toMatch(/^a very long/);
    expect(session.words()[0]).not.toContain('on and on');
    expect(session.of('error')).toEqual([]);
    await expect.poll(() => asked().at(-1)?.closedByClient, patiently).toBe(true);
    await session.say('go on');
    expect(session.words().at(-1)).toBe('Fake reply to: go on');
  });

  test('an open permission request is withdrawn', async () => {
    const session = await machine.start({ message: touch('x.txt') });
    const { requestId } = await session.next('permission_request');
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.of('permission_resolved')).toEqual([{ type: 'permission_resolved', requestId, decision: 'cancelled', by: '' }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
  });

  test('a command at work is ended', async () => {
    const input = { yield_time_ms: 30_000 };
    const session = await machine.start({
      mode: 'auto-edit',
      message: script({ tool: 'shell', command: 'touch begun.txt; sleep 4711', input }),
    });
    await session.next('tool_call');
    expect(existsSync(join(machine.project, 'begun.txt'))).toBe(true);
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
    await expect.poll(() => commandsWith('sleep 4711'), patiently).toEqual([]);
  });

  test('a command that Codex has not told of yet is ended too', async () => {
    const input = { yield_time_ms: 30_000 };
    const session = await machine.start({
      mode: 'auto-edit',
      message: script({ tool: 'shell', command: 'touch begun.txt; sleep 4712', input }),
    });
    await expect.poll(() => existsSync(join(machine.project, 'begun.txt')), { ...patiently, interval: 1 }).toBe(true);
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    await expect.poll(() => commandsWith('sleep 4712'), patiently).toEqual([]);
  });

  test('a command that goes on in the background outlives its turn, and ends when it ends', async () => {
    const input = { yield_time_ms: 500 };
    const message = script({ tool: 'shell', command: 'echo one; sleep 3; echo two', input }, { text: 'It runs.' });
    const session = await machine.start({ mode: 'auto-edit', message });
    await session.next('turn_ended');
    expect(session.of('tool_result')).toEqual([]);
    expect(await session.next('tool_result')).toMatchObject({ status: 'done', output: 'one\ntwo\n' });
    expect(session.of('tool_call')).toHaveLength(1);
  });
});

describe('a provider that fails', () => {
  test('429 is waited for and said, and then it works', async () => {
    const session = await machine.start({ message: script({ error: { status: 429, retryAfter: 1, times: 1 } }, { text: 'after all' }) });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.of('notice')).toMatchObject([{ reason: 'retrying', text: 'The provider answered 429; trying again, attempt 1 of 5.' }]);
    expect(session.words()).toEqual(['after all']);
  });

  test.each([401, 403])('%i fails the turn at once with its words, and the session goes on', async (status) => {
    const session = await machine.start({ message: script({ error: { status, message: 'no more' } }) });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'failed' });
    expect(session.of('error')).toEqual([{ type: 'error', message: expect.stringMatching(new RegExp(`${status}.*no more$`)) }]);
    expect(session.of('notice')).toEqual([]);
    expect(asked().length).toBeLessThanOrEqual(2);
    await session.say('and now?');
    expect(session.words()).toEqual(['Fake reply to: and now?']);
    expect(session.of('process_ended')).toEqual([]);
  });

  test.each([
    [429, '429'],
    [500, 'high demand'],
  ])('%i to the end fails the turn with its words, once, and the session goes on', { timeout: 60_000 }, async (status, words) => {
    const session = await machine.start({ message: script({ error: { status, message: 'no more' } }) });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'failed' });
    expect(session.of('error')).toEqual([{ type: 'error', message: expect.stringContaining(words) }]);
    expect(session.words()).toEqual([]);
    await session.say('and now?');
    expect(session.words()).toEqual(['Fake reply to: and now?']);
  });

  test('a cut line is tried again; where it stays cut, the turn fails and what was said stays, once', async () => {
    const session = await machine.start({ message: script({ text: 'a text that is cut in its middle', cutAfter: 5 }) });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'failed' });
    expect(session.of('notice')).toHaveLength(5);
    expect(session.of('notice')[0]).toMatchObject({ reason: 'retrying', text: expect.stringContaining('attempt 1 of 5') });
    expect(session.of('error')).toMatchObject([{ message: expect.stringContaining('disconnected') }]);
    expect(session.words()).toEqual(['a text that ']);
    await session.say('and now?');
    expect(session.words().at(-1)).toBe('Fake reply to: and now?');
  });
});

describe('going on', () => {
  test('a stopped session is resumed with its memory', async () => {
    const first = await machine.start({ message: 'the word is heron' });
    await first.next('turn_ended');
    await first.stop();
    expect(first.of('process_ended')).toMatchObject([{ reason: 'stopped' }]);
    const again = await machine.start({ toolSessionId: first.toolSessionId, resume: true, message: 'which word?' });
    await again.next('turn_ended');
    expect(again.toolSessionId).toBe(first.toolSessionId);
    expect(JSON.stringify(asked().at(-1)?.body)).toContain('the word is heron');
    expect(again.of('user_message')).toHaveLength(1);
    expect(again.words()).toEqual(['Fake reply to: which word?']);
  });

  test('a copy of a session has its memory and goes its own way', async () => {
    const first = await machine.start({ message: 'the word is heron' });
    await first.next('turn_ended');
    const copy = await machine.start({ forkOf: first.toolSessionId, message: 'which word?' });
    await copy.next('turn_ended');
    expect(copy.toolSessionId).not.toBe(first.toolSessionId);
    expect(JSON.stringify(asked().at(-1)?.body)).toContain('the word is heron');
    await first.say('and here?');
    expect(JSON.stringify(asked().at(-1)?.body)).not.toContain('which word?');
  });

  test('one that is stopped takes up nothing that still waits', async () => {
    const session = await machine.start({
      message: script({ text: 'a very long and slow answer that goes on and on', chunkDelayMs: 200 }),
    });
    await session.next('message_delta', 2);
    await session.tell('and then this');
    await session.stop();
    expect(session.of('turn_started')).toHaveLength(1);
    expect(session.of('turn_ended')).toMatchObject([{ outcome: 'interrupted' }]);
    expect(session.of('error')).toEqual([]);
    expect(session.events().at(-1)).toMatchObject({ type: 'process_ended', reason: 'stopped' });
  });

  test('a session that was stopped before its first message begins anew, and says so', async () => {
    const first = await machine.start();
    await first.stop();
    const again = await machine.start({ toolSessionId: first.toolSessionId, resume: true, message: 'hello' });
    await again.next('turn_ended');
    expect(again.of('notice')).toMatchObject([{ reason: 'info', text: expect.stringContaining('begins anew') }]);
  });

  test('a person goes on with a session in their own terminal, and it comes back with what they said', async () => {
    const first = await machine.start({ message: 'the word is heron' });
    await first.next('turn_ended');
    await first.stop();
    const url = `openai_base_url="${machine.provider.url}/own/v1"`;
    const args = ['exec', 'resume', '--skip-git-repo-check', '-c', url, first.toolSessionId, 'the other is crane'];
    const env = { ...process.env, HOME: machine.home, CODEX_API_KEY: gatewayToken };
    await run(programOf('codex'), args, env);
    const again = await machine.start({ toolSessionId: first.toolSessionId, resume: true, message: 'which words?' });
    await again.next('turn_ended');
    const body = JSON.stringify(asked().at(-1)?.body);
    expect(body).toContain('the word is heron');
    expect(body).toContain('the other is crane');
  });
});

describe('the end of a process', () => {
  test('a version that Open ACE does not know is refused with the way out', async () => {
    await machine.close();
    machine = await startMachine({ tool: 'codex', program: 'echo codex-cli 0.170.1' });
    await expect(machine.start()).rejects.toThrow(
      'Codex 0.170.1 is newer than what Open ACE knows (up to 0.169). Install it with: npm install -g @openai/codex@0.169.0',
    );
  });

  test('one that does not start is refused with its own words', async () => {
    await machine.close();
    machine = await startMachine({
      tool: 'codex',
      program: '[ "$1" = --version ] && echo 0.169.0 && exit\necho "broken" >&2\nexit 3',
    });
    await expect(machine.start()).rejects.toThrow('broken');
  });

  test('a crash is told with its cause, every open thing is closed, and the session is resumed with its memory', async () => {
    const session = await machine.start({ message: 'the word is heron' });
    await session.next('turn_ended');
    await session.tell(touch('x.txt'));
    const { requestId } = await session.next('permission_request');
    for (const pid of processesWith('codex', machine.provider.url)) process.kill(pid, 'SIGKILL');
    expect(await session.next('process_ended')).toMatchObject({ reason: 'failed' });
    expect(session.of('permission_resolved')).toEqual([{ type: 'permission_resolved', requestId, decision: 'cancelled', by: '' }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
    expect(session.of('turn_ended').at(-1)).toMatchObject({ outcome: 'failed' });
    await expect(session.tell('anybody?')).rejects.toThrow('has ended');
    const again = await machine.start({ toolSessionId: session.toolSessionId, resume: true, message: 'which word?' });
    await again.next('turn_ended');
    expect(JSON.stringify(asked().at(-1)?.body)).toContain('the word is heron');
  });
});

async function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(program, args, { cwd: machine.project, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}

const commands = (): string[] => execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');

/** Processes by what their command lines have. */
const processesWith = (...words: string[]): number[] =>
  commands()
    .filter((line) => words.every((word) => line.includes(word)))
    .map((line) => Number(line.trim().split(/\s+/)[0]));

const commandsWith = (words: string): string[] => commands().filter((line) => line.includes(words) && !line.includes('ps -A'));
