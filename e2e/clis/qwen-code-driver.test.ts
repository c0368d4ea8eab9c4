import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gatewayToken, type Machine, startMachine } from './cli-harness.ts';
import { startDoomedAgent } from './doomed-agent.ts';
import { script } from './fake-provider.ts';
import { redDot } from './pictures.ts';
import { childrenOf, commandsWith, isAlive } from './processes.ts';

const patiently = { timeout: 20_000, interval: 50 };

let machine: Machine;
beforeEach(async () => {
  machine = await startMachine({ tool: 'qwen-code' });
});
afterEach(() => machine.close());

const shell = (command: string) => ({
  tool: 'run_shell_command',
  input: { command, description: 'Run a scripted command', is_background: false },
});
const bodies = () => machine.provider.requests.map(({ body }) => JSON.stringify(body));

describe('a conversation', () => {
  test('an answer comes in pieces, then as a whole under the same id, and nothing is told twice', async () => {
    const session = await machine.start({ message: 'Say hello' });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    await session.next('context');
    const types = session.events().map(({ type }) => type);
    expect(types.filter((type) => type !== 'message_delta')).toEqual([
      ...['user_message', 'process_started', 'turn_started', 'commands', 'message', 'turn_ended', 'context'],
    ]);
    const [message] = session.of('message');
    expect(message?.text).toBe('Fake reply to: Say hello');
    const pieces = session.of('message_delta');
    expect(pieces.map(({ text }) => text).join('')).toBe(message?.text);
    expect(new Set(pieces.map(({ itemId }) => itemId))).toEqual(new Set([message?.itemId]));
    expect(session.of('process_started')).toMatchObject([{ model: 'fake-model', toolVersion: expect.stringMatching(/^0\.24\./) }]);
    expect(machine.provider.requests.map(({ auth, path }) => [auth, path])).toEqual([[gatewayToken, '/llm/v1/chat/completions']]);
  });

  test('thoughts, a file read without asking and a second turn', async () => {
    const path = await machine.write('project/a.txt', 'one\ntwo\n');
    const session = await machine.start();
    await session.say(
      script(
        { thinking: 'I should look.', text: 'Looking.', tool: 'read_file', input: { file_path: path } },
        { text: 'It has two lines.' },
      ),
    );
    expect(session.of('thought')).toMatchObject([{ text: 'I should look.' }]);
    expect(session.words()).toEqual(['Looking.', 'It has two lines.']);
    expect(session.of('tool_call')).toMatchObject([{ name: 'read_file', kind: 'read', subject: path }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'done', output: expect.stringContaining('two') }]);
    await session.say('And now?');
    expect(session.of('turn_started')).toHaveLength(2);
    expect(session.words().at(-1)).toBe('Fake reply to: And now?');
  });

  test('messages that come while a turn runs get turns of their own', async () => {
    const session = await machine.start({ message: script({ text: 'a slow answer of some length', chunkDelayMs: 150 }) });
    await session.next('message_delta');
    await session.tell('second');
    await session.tell('third');
    await session.next('turn_ended', 3);
    expect(session.words()).toEqual(['a slow answer of some length', 'Fake reply to: second', 'Fake reply to: third']);
    expect(session.of('turn_started')).toHaveLength(3);
  });

  test('a changed model is used and told', async () => {
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    await machine.sessions.setModel({ kind: 'session.setModel', sessionId: session.id, model: 'fake-model-2' });
    await session.say('again');
    expect(session.of('model_changed')).toEqual([{ type: 'model_changed', model: 'fake-model-2' }]);
    expect(machine.provider.requests.at(-1)).toMatchObject({ auth: gatewayToken, body: { model: 'fake-model-2' } });
  });

  test('its slash commands are told once, and after each turn how full the window is', async () => {
    const session = await machine.start({ message: script({ text: 'One.', usage: { input: 3000, output: 10, cacheRead: 500 } }) });
    expect(await session.next('context')).toEqual({ type: 'context', usedTokens: 3500, windowTokens: 200_000 });
    await session.say(script({ text: 'Two.', usage: { input: 4000, output: 10, cacheRead: 600 } }));
    expect(await session.next('context', 2)).toMatchObject({ usedTokens: 4600 });
    expect(session.of('commands')).toHaveLength(1);
    expect(session.of('commands')[0]?.commands.map(({ name }) => name)).toContain('compress');
  });

  test('a picture cannot go with a message, which is said', async () => {
    const session = await machine.start();
    await expect(session.tell('What is this?', [redDot])).rejects.toThrow('Qwen Code takes no pictures');
    await session.say('still here');
    expect(session.words()).toEqual(['Fake reply to: still here']);
  });

  test('two sessions side by side have their own words', async () => {
    const [one, other] = await Promise.all([machine.start({ message: 'first of two' }), machine.start({ message: 'second of two' })]);
    await Promise.all([one.next('turn_ended'), other.next('turn_ended')]);
    expect(one.words()).toEqual(['Fake reply to: first of two']);
    expect(other.words()).toEqual(['Fake reply to: second of two']);
    expect(one.toolSessionId).not.toBe(other.toolSessionId);
  });
});

describe('permissions', () => {
  const touch = (name: string) => script(shell(`touch ${name}`), { text: 'Done.' });

  test('what was allowed is done', async () => {
    const session = await machine.start({ message: touch('allowed.txt') });
    const request = await session.next('permission_request');
    expect(request).toMatchObject({
      toolName: 'run_shell_command',
      subject: 'touch allowed.txt',
      effect: 'Run a scripted command',
      rule: 'run_shell_command(touch allowed.txt)',
    });
    expect(request.toolCallId).toBe(session.of('tool_call')[0]?.toolCallId);
    expect(session.of('tool_call')).toMatchObject([{ kind: 'execute' }]);
    await session.respond(request.requestId, 'allow');
    await session.next('turn_ended');
    expect(session.of('tool_result')).toMatchObject([{ status: 'done', exitCode: 0 }]);
    expect(existsSync(join(machine.project, 'allowed.txt'))).toBe(true);
  });

  test('a command that fails is told with its exit code', async () => {
    const session = await machine.start({ mode: 'full-auto', message: script(shell('exit 3'), { text: 'Failed.' }) });
    await session.next('turn_ended');
    expect(session.of('tool_result')).toMatchObject([{ status: 'failed', exitCode: 3 }]);
  });

  test('short commands are each told as done', async () => {
    const commands = Array.from({ length: 30 }, (_, n) => shell(`touch ${n}.txt`));
    const session = await machine.start({ mode: 'full-auto', message: script(...commands, { text: 'Done.' }) });
    await session.next('turn_ended');
    expect(session.of('tool_result').map(({ status, exitCode }) => `${status} ${exitCode}`)).toEqual(commands.map(() => 'done 0'));
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
    expect(session.of('permission_resolved')).toEqual([
      { type: 'permission_resolved', requestId: session.of('permission_request')[1]?.requestId, decision: 'allow_always', by: '' },
    ]);
    await session.tell(touch('y.txt'));
    const other = await session.next('permission_request', 3);
    await session.respond(other.requestId, 'deny');
    await session.next('turn_ended', 3);
    expect(existsSync(join(machine.project, 'y.txt'))).toBe(false);
  });

  test('an edit comes with its diff, and auto-edit does not ask for it', async () => {
    const file = await machine.write('project/a.txt', 'one\ntwo\nthree\n');
    const session = await machine.start({ mode: 'auto-edit' });
    await session.say(
      script(
        { tool: 'read_file', input: { file_path: file } },
        { tool: 'edit', input: { file_path: file, old_string: 'two', new_string: 'zwei' } },
        { tool: 'write_file', input: { file_path: join(machine.project, 'b.txt'), content: 'new\n' } },
        { text: 'Done.' },
      ),
    );
    expect(session.of('permission_request')).toEqual([]);
    expect(session.of('tool_result').map(({ diff }) => diff)).toEqual([
      '',
      '--- a/a.txt\n+++ b/a.txt\n@@ -1,1 +1,1 @@\n-two\n+zwei\n',
      '--- /dev/null\n+++ b/b.txt\n@@ -0,0 +1,1 @@\n+new\n',
    ]);
    expect(readFileSync(file, 'utf8')).toBe('one\nzwei\nthree\n');
  });

  test('a file that would be replaced is shown as it would change, and as it did', async () => {
    const path = await machine.write('project/b.txt', 'hello\nworld\n');
    const session = await machine.start({
      message: script(
        { tool: 'read_file', input: { file_path: path } },
        { tool: 'write_file', input: { file_path: path, content: 'hello\nthere\n' } },
        { text: 'Done.' },
      ),
    });
    const { diff, requestId } = await session.next('permission_request');
    expect(diff).toBe('--- a/b.txt\n+++ b/b.txt\n@@ -1,2 +1,2 @@\n hello\n-world\n+there\n');
    await session.respond(requestId, 'allow');
    await session.next('turn_ended');
    expect(session.of('tool_result').at(-1)).toMatchObject({ status: 'done', diff });
  });

  test('in plan mode nothing is changed, whatever was allowed before', async () => {
    const rule = 'run_shell_command(touch x.txt)';
    const session = await machine.start({ mode: 'plan', allowedRules: [rule], message: touch('x.txt') });
    await session.next('turn_ended');
    expect(session.of('tool_result')).toMatchObject([{ status: 'failed', output: expect.stringContaining('Plan mode') }]);
    expect(existsSync(join(machine.project, 'x.txt'))).toBe(false);
  });

  test('a question that wants a form is asked in words', async () => {
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    expect(bodies()[0]).toContain('"run_shell_command"');
    expect(bodies()[0]).not.toContain('"ask_user_question"');
  });

  test('a running session changes to every mode, full-auto too, and back', async () => {
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    const change = (permissionMode: 'plan' | 'auto-edit' | 'full-auto' | 'ask') =>
      machine.sessions.setMode({ kind: 'session.setMode', sessionId: session.id, permissionMode });
    await change('plan');
    await change('auto-edit');
    await change('full-auto');
    await session.say(touch('auto.txt'));
    expect(existsSync(join(machine.project, 'auto.txt'))).toBe(true);
    expect(session.of('permission_request')).toEqual([]);
    await change('ask');
    await session.tell(touch('asked.txt'));
    await session.respond((await session.next('permission_request')).requestId, 'deny');
    await session.next('turn_ended', 3);
    expect(session.of('mode_changed').map(({ permissionMode }) => permissionMode)).toEqual(['plan', 'auto-edit', 'full-auto', 'ask']);
    expect(session.of('process_started')).toHaveLength(1);
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
    await expect.poll(() => machine.provider.requests.at(-1)?.closedByClient, patiently).toBe(true);
    await session.say('go on');
    expect(session.words().at(-1)).toBe('Fake reply to: go on');
  });

  test('an open permission request is withdrawn', async () => {
    const session = await machine.start({ message: script(shell('touch x.txt')) });
    const { requestId } = await session.next('permission_request');
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.of('permission_resolved')).toEqual([{ type: 'permission_resolved', requestId, decision: 'cancelled', by: '' }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
    await session.say('go on');
    expect(existsSync(join(machine.project, 'x.txt'))).toBe(false);
  });

  test('a tool at work is stopped', async () => {
    const session = await machine.start({ mode: 'full-auto', message: script(shell('touch begun.txt; sleep 30; touch ended.txt')) });
    await expect.poll(() => existsSync(join(machine.project, 'begun.txt')), patiently).toBe(true);
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
    await expect.poll(() => commandsWith('touch ended.txt'), patiently).toEqual([]);
  });
});

describe('a provider that fails', () => {
  test.each([429, 500])('%i is tried again, and then it works', async (status) => {
    const session = await machine.start({ message: script({ error: { status, retryAfter: 1, times: 1 } }, { text: 'after all' }) });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.words()).toEqual(['after all']);
    expect(machine.provider.requests.map(({ status }) => status)).toEqual([status, 200]);
  });

  test('one that is tried again and again, which takes minutes, can be interrupted', async () => {
    const session = await machine.start({ message: script({ error: { status: 429, message: 'no more' } }) });
    await expect.poll(() => machine.provider.requests.length, patiently).toBeGreaterThan(1);
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    await session.say('and now?');
    expect(session.words()).toEqual(['Fake reply to: and now?']);
  });

  test.each([400, 401, 403])('%i fails the turn with its words, once, and the session goes on', async (status) => {
    const session = await machine.start({ message: script({ error: { status, message: 'no more' } }) });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'failed' });
    expect(session.of('error')).toMatchObject([{ message: expect.stringContaining('no more') }]);
    expect(session.words()).toEqual([]);
    expect(session.of('message_delta')).toEqual([]);
    await session.say('and now?');
    expect(session.words()).toEqual(['Fake reply to: and now?']);
    expect(session.of('process_ended')).toEqual([]);
  });

  test('a cut line ends the turn, what was said stays, and the session goes on', async () => {
    const session = await machine.start({
      message: script({ text: 'a rather long text that is cut in its middle, long before its very end', cutAfter: 5 }),
    });
    await session.next('turn_ended');
    expect(session.words()[0]).toMatch(/^a rather long/);
    await session.say('and now?');
    expect(session.words().at(-1)).toBe('Fake reply to: and now?');
  });
});

describe('going on', () => {
  const conversations = () => {
    const projects = join(machine.home, '.qwen/projects');
    return readdirSync(projects, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
  };

  test('a stopped session is resumed with its memory, from where Qwen Code keeps what it was told by hand', async () => {
    const first = await machine.start({ message: 'the word is heron' });
    await first.next('turn_ended');
    await first.stop();
    expect(first.of('process_ended')).toMatchObject([{ reason: 'stopped' }]);
    expect(conversations()).toEqual([expect.stringContaining(`chats/${first.toolSessionId}.jsonl`)]);
    const again = await machine.start({ toolSessionId: first.toolSessionId, resume: true, message: 'which word?' });
    await again.next('turn_ended');
    expect(bodies().at(-1)).toContain('the word is heron');
    expect(again.of('user_message')).toHaveLength(1);
    expect(again.words()).toEqual(['Fake reply to: which word?']);
    expect(conversations()).toHaveLength(1);
  });

  test('a copy of a conversation knows it, under an id of its own, and leaves it as it is', async () => {
    const first = await machine.start({ message: 'the word is heron' });
    await first.next('turn_ended');
    await first.stop();
    const file = join(machine.home, '.qwen/projects', conversations()[0] ?? '');
    const before = readFileSync(file, 'utf8');
    const copy = await machine.start({ forkOf: first.toolSessionId, message: 'which word?' });
    await copy.next('turn_ended');
    expect(bodies().at(-1)).toContain('the word is heron');
    await copy.stop();
    expect(copy.toolSessionId).not.toBe(first.toolSessionId);
    expect(readFileSync(file, 'utf8')).toBe(before);
    const again = await machine.start({ toolSessionId: copy.toolSessionId, resume: true, message: 'and again?' });
    await again.next('turn_ended');
    expect(bodies().at(-1)).toContain('which word?');
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
});

describe('the end of a process', () => {
  test('one that does not start is refused with its own words', async () => {
    await machine.close();
    machine = await startMachine({ tool: 'qwen-code', program: '[ "$1" = --version ] && echo 0.24.4 && exit\necho "broken" >&2\nexit 3' });
    await expect(machine.start()).rejects.toThrow('broken');
    expect(readdirSync(join(machine.home, 'agent/qwen-code'))).toEqual([]);
  });

  test('a crash is told, and every open thing is closed', async () => {
    const session = await machine.start({ message: script(shell('touch x.txt')) });
    const { requestId } = await session.next('permission_request');
    for (const launcher of childrenOf(process.pid, 'node')) {
      for (const pid of childrenOf(launcher, 'node')) process.kill(pid, 'SIGKILL');
    }
    expect(await session.next('process_ended')).toMatchObject({ reason: 'failed' });
    expect(session.of('permission_resolved')).toEqual([{ type: 'permission_resolved', requestId, decision: 'cancelled', by: '' }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
    expect(session.of('turn_ended')).toMatchObject([{ outcome: 'failed' }]);
    await expect(session.tell('anybody?')).rejects.toThrow('has ended');
  });
});

test.skipIf(process.platform === 'win32')('a CLI at work ends, with its tools, when its agent is killed', async () => {
  const command = 'touch begun.txt; sleep 54322';
  const agent = await startDoomedAgent({
    tool: 'qwen-code',
    version: '0.24.4',
    home: machine.home,
    url: machine.provider.url,
    token: gatewayToken,
    allowedRule: `run_shell_command(${command})`,
    message: script(shell(command)),
  });
  await expect.poll(() => existsSync(join(machine.project, 'begun.txt')), patiently).toBe(true);
  expect(commandsWith('sleep 54322')).not.toEqual([]);
  const [launcher = 0] = childrenOf(agent.pid, 'node');
  const [cli = 0] = childrenOf(launcher, 'node');
  expect(isAlive(cli)).toBe(true);
  agent.kill('SIGKILL');
  await expect.poll(() => isAlive(cli), patiently).toBe(false);
  await expect.poll(() => commandsWith('sleep 54322'), patiently).toEqual([]);
});
