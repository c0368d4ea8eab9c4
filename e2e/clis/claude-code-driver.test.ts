import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  machine = await startMachine();
});
afterEach(() => machine.close());

const root = process.getuid?.() === 0;

describe('a conversation', () => {
  test('an answer comes in pieces, then as a whole under the same id, and nothing is told twice', async () => {
    const session = await machine.start({ message: 'Say hello' });
    const ended = await session.next('turn_ended');
    expect(ended).toMatchObject({ outcome: 'completed' });
    expect(
      session
        .events()
        .map(({ type }) => type)
        .filter((type) => type !== 'message_delta'),
    ).toEqual(['user_message', 'commands', 'process_started', 'turn_started', 'message', 'context', 'turn_ended']);
    const [message] = session.of('message');
    expect(message?.text).toBe('Fake reply to: Say hello');
    expect(
      session
        .of('message_delta')
        .map(({ text }) => text)
        .join(''),
    ).toBe(message?.text);
    expect(new Set(session.of('message_delta').map(({ itemId }) => itemId))).toEqual(new Set([message?.itemId]));
    expect(session.of('process_started')).toMatchObject([
      { toolSessionId: session.toolSessionId, model: 'fake-model', toolVersion: expect.stringMatching(/^2\./) },
    ]);
    expect(machine.provider.requests.every(({ auth, path }) => auth === gatewayToken && path.startsWith('/llm/v1/'))).toBe(true);
  });

  test('thoughts, a file read without asking and a second turn', async () => {
    await machine.write('project/a.txt', 'one\ntwo\n');
    const session = await machine.start();
    await session.say(
      script(
        { thinking: 'I should look.', text: 'Looking.', tool: 'read', path: join(machine.project, 'a.txt') },
        { text: 'It has two lines.' },
      ),
    );
    expect(session.of('thought')).toMatchObject([{ text: 'I should look.' }]);
    expect(session.words()).toEqual(['Looking.', 'It has two lines.']);
    expect(session.of('tool_call')).toMatchObject([{ name: 'Read', kind: 'read', subject: join(machine.project, 'a.txt') }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'done', output: expect.stringContaining('two') }]);
    await session.say('And now?');
    expect(session.of('turn_started')).toHaveLength(2);
    expect(session.words().at(-1)).toBe('Fake reply to: And now?');
  });

  test('a message that comes while a turn runs gets its own turn', async () => {
    const session = await machine.start({ message: script({ text: 'a slow answer of some length', chunkDelayMs: 150 }) });
    await session.next('message_delta');
    await session.tell('second');
    await session.next('turn_ended', 2);
    expect(session.words()).toEqual(['a slow answer of some length', 'Fake reply to: second']);
    expect(session.of('turn_started')).toHaveLength(2);
  });

  test('a changed model is used and told', async () => {
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    await machine.sessions.setModel({ kind: 'session.setModel', sessionId: session.id, model: 'fake-model-2' });
    expect(session.of('model_changed')).toEqual([{ type: 'model_changed', model: 'fake-model-2' }]);
    await session.say('again');
    expect(machine.provider.requests.at(-1)?.body).toMatchObject({ model: 'fake-model-2' });
    expect(session.of('model_changed')).toHaveLength(1);
  });
});

describe('beside the words', () => {
  test('its slash commands are told once, with what they do, and after each turn how full the window is', async () => {
    const session = await machine.start({ message: script({ text: 'One.', usage: { input: 3000, output: 10, cacheRead: 500 } }) });
    expect(await session.next('context')).toEqual({ type: 'context', usedTokens: 3500, windowTokens: 1_000_000 });
    await session.next('turn_ended');
    await session.say(script({ text: 'Two.', usage: { input: 4000, output: 10, cacheRead: 600 } }));
    expect(session.of('context').map(({ usedTokens }) => usedTokens)).toEqual([3500, 4600]);
    expect(session.of('commands')).toHaveLength(1);
    expect(session.of('commands')[0]?.commands).toContainEqual({
      name: 'compact',
      description: expect.stringContaining('context'),
      hint: expect.any(String),
    });
  });

  test('a picture goes to the provider with the words that came with it', async () => {
    const session = await machine.start({ message: 'What is this?', images: [redDot] });
    await session.next('turn_ended');
    const asked = JSON.stringify(machine.provider.requests.at(-1)?.body);
    expect(asked).toContain(JSON.stringify({ type: 'base64', media_type: 'image/png', data: redDot.data }));
    expect(asked).toContain('What is this?');
    expect(session.of('user_message')).toMatchObject([{ images: [redDot] }]);
    await session.say('', [redDot]);
    expect(session.of('turn_ended').map(({ outcome }) => outcome)).toEqual(['completed', 'completed']);
  });

  test('a picture that a tool read is in its result', async () => {
    const path = join(machine.project, 'dot.png');
    writeFileSync(path, Buffer.from(redDot.data, 'base64'));
    const session = await machine.start({ message: script({ tool: 'read', path }, { text: 'Red.' }) });
    await session.next('turn_ended');
    expect(session.of('tool_result')).toMatchObject([{ status: 'done', images: [{ mediaType: 'image/png' }] }]);
  });
});

describe('permissions', () => {
  const touch = (name: string) => script({ tool: 'shell', command: `touch ${name}` }, { text: 'Done.' });

  test('what was allowed is done', async () => {
    const session = await machine.start({ message: touch('allowed.txt') });
    const request = await session.next('permission_request');
    expect(request).toMatchObject({
      toolName: 'Bash',
      subject: 'touch allowed.txt',
      effect: 'Run a scripted command',
      rule: 'Bash(touch allowed.txt)',
    });
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
    expect(session.of('permission_resolved')).toEqual([
      { type: 'permission_resolved', requestId: session.of('permission_request')[1]?.requestId, decision: 'allow_always', by: '' },
    ]);
    await session.tell(touch('y.txt'));
    const other = await session.next('permission_request', 3);
    await session.respond(other.requestId, 'deny');
    await session.next('turn_ended', 3);
    expect(existsSync(join(machine.project, 'y.txt'))).toBe(false);
  });

  test('rules of before are kept when a session is gone on with', async () => {
    const session = await machine.start({ allowedRules: ['Bash(touch x.txt)'], message: touch('x.txt') });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(existsSync(join(machine.project, 'x.txt'))).toBe(true);
  });

  test('an edit comes with its diff, and auto-edit does not ask for it', async () => {
    const file = await machine.write('project/a.txt', 'one\ntwo\nthree\n');
    const session = await machine.start({ mode: 'auto-edit' });
    await session.say(
      script(
        { tool: 'read', path: file },
        { tool: 'Edit', input: { file_path: file, old_string: 'two', new_string: 'zwei' } },
        { tool: 'write', path: join(machine.project, 'b.txt'), content: 'new\n' },
        { text: 'Done.' },
      ),
    );
    expect(session.of('permission_request')).toEqual([]);
    expect(session.of('tool_result').map(({ diff }) => diff)).toEqual([
      '',
      '--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n three\n',
      '--- /dev/null\n+++ b/b.txt\n@@ -0,0 +1,1 @@\n+new\n',
    ]);
    expect(readFileSync(file, 'utf8')).toBe('one\nzwei\nthree\n');
  });

  test('in plan mode a command is asked for even if it was always allowed, and no classifier decides instead', async () => {
    const session = await machine.start({ mode: 'plan', allowedRules: ['Bash(touch x.txt)'], message: touch('x.txt') });
    const { requestId } = await session.next('permission_request');
    await session.respond(requestId, 'deny');
    await session.next('turn_ended');
    expect(machine.provider.requests.filter(({ path }) => path.includes('/messages'))).toHaveLength(2);
    expect(existsSync(join(machine.project, 'x.txt'))).toBe(false);
  });

  test('leaving plan mode is told', async () => {
    const session = await machine.start({
      mode: 'plan',
      message: script({ tool: 'ExitPlanMode', input: { plan: '1. look\n2. change' } }, { text: 'Now.' }),
    });
    const { requestId, toolName } = await session.next('permission_request');
    expect(toolName).toBe('ExitPlanMode');
    expect(session.of('plan')).toEqual([
      {
        type: 'plan',
        entries: [
          { text: '1. look', status: 'open' },
          { text: '2. change', status: 'open' },
        ],
      },
    ]);
    await session.respond(requestId, 'allow');
    await session.next('turn_ended');
    expect(session.of('mode_changed')).toEqual([{ type: 'mode_changed', permissionMode: 'ask' }]);
  });

  test('a question that wants a form is asked in words', async () => {
    const session = await machine.start({ message: 'hello' });
    await session.next('turn_ended');
    const { tools } = (machine.provider.requests.at(-1)?.body ?? {}) as { tools?: { name: string }[] };
    const names = tools?.map(({ name }) => name);
    expect(names).toContain('Bash');
    expect(names).not.toContain('AskUserQuestion');
  });

  test.runIf(root)('as root nothing runs without asking', async () => {
    await expect(machine.start({ mode: 'full-auto' })).rejects.toThrow('IS_SANDBOX=1');
    const session = await machine.start();
    await expect(machine.sessions.setMode({ kind: 'session.setMode', sessionId: session.id, permissionMode: 'full-auto' })).rejects.toThrow(
      'IS_SANDBOX=1',
    );
    await session.say('still here');
  });

  test('a running session changes its mode, and to full-auto by being started again', async () => {
    await machine.close();
    machine = await startMachine({ environment: { IS_SANDBOX: '1' } });
    const session = await machine.start({ message: 'remember this' });
    await session.next('turn_ended');
    await machine.sessions.setMode({ kind: 'session.setMode', sessionId: session.id, permissionMode: 'auto-edit' });
    await machine.sessions.setMode({ kind: 'session.setMode', sessionId: session.id, permissionMode: 'full-auto' });
    await session.say(touch('auto.txt'));
    expect(session.of('mode_changed').map(({ permissionMode }) => permissionMode)).toEqual(['auto-edit', 'full-auto']);
    expect(session.of('permission_request')).toEqual([]);
    expect(session.of('process_ended')).toEqual([]);
    expect(existsSync(join(machine.project, 'auto.txt'))).toBe(true);
    expect(JSON.stringify(machine.provider.requests.at(-1)?.body)).toContain('remember this');
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
    const session = await machine.start({ message: script({ tool: 'shell', command: 'touch x.txt' }) });
    const { requestId } = await session.next('permission_request');
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.of('permission_resolved')).toEqual([{ type: 'permission_resolved', requestId, decision: 'cancelled', by: '' }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
  });

  test('a file that would be replaced is shown as it would change', async () => {
    await machine.write('project/b.txt', 'hello\nworld\n');
    const session = await machine.start({
      message: script(
        { tool: 'read', path: join(machine.project, 'b.txt') },
        { tool: 'write', path: join(machine.project, 'b.txt'), content: 'hello\nthere\n' },
      ),
    });
    const { diff } = await session.next('permission_request');
    expect(diff).toBe('--- a/b.txt\n+++ b/b.txt\n@@ -1,2 +1,2 @@\n hello\n-world\n+there\n');
  });

  test('a tool at work is stopped', async () => {
    const session = await machine.start({ message: script({ tool: 'shell', command: 'touch begun.txt; sleep 30; touch ended.txt' }) });
    await session.respond((await session.next('permission_request')).requestId, 'allow');
    await expect.poll(() => existsSync(join(machine.project, 'begun.txt')), patiently).toBe(true);
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
  });
});

describe('a provider that fails', () => {
  test('429 is waited for and said, and then it works', async () => {
    const session = await machine.start({ message: script({ error: { status: 429, retryAfter: 1, times: 1 } }, { text: 'after all' }) });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.of('notice')).toMatchObject([
      { reason: 'retrying', text: 'The provider answered 429 (rate limit); trying again, attempt 1 of 1.' },
    ]);
    expect(session.of('notice')[0]?.retryInMs).toBeGreaterThanOrEqual(1000);
    expect(session.words()).toEqual(['after all']);
  });

  test.each([
    [429, /429/],
    [500, /500/],
    [403, /403/],
  ])('%i to the end fails the turn with its words, once, and the session goes on', async (status, words) => {
    const session = await machine.start({ message: script({ error: { status, message: 'no more' } }) });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'failed' });
    expect(session.of('error')).toMatchObject([{ message: expect.stringMatching(words) }]);
    expect(session.words()).toEqual([]);
    await session.say('and now?');
    expect(session.words()).toEqual(['Fake reply to: and now?']);
    expect(session.of('process_ended')).toEqual([]);
  });

  test('a cut line is tried again; where it stays cut, the turn fails and what was said stays', async () => {
    const session = await machine.start({ message: script({ text: 'a text that is cut in its middle', cutAfter: 5 }) });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'failed' });
    expect(session.of('notice')[0]).toMatchObject({
      reason: 'retrying',
      text: 'The connection to the provider was lost; trying again, attempt 1 of 1.',
    });
    expect(session.of('error')).toMatchObject([{ message: expect.stringContaining('Connection') }]);
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
    expect(JSON.stringify(machine.provider.requests.at(-1)?.body)).toContain('the word is heron');
    expect(again.of('user_message')).toHaveLength(1);
    expect(again.words()).toEqual(['Fake reply to: which word?']);
  });

  test('a copy of a conversation knows it, under its own id, and leaves it as it is', async () => {
    const conversations = () => {
      const projects = join(machine.home, '.claude/projects');
      const names = readdirSync(projects, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
      return names.map((name) => join(projects, name));
    };
    const first = await machine.start({ message: 'the word is heron' });
    await first.next('turn_ended');
    await first.stop();
    const [file = ''] = conversations();
    const before = readFileSync(file, 'utf8');
    const copy = await machine.start({ forkOf: first.toolSessionId, message: 'which word?' });
    await copy.next('turn_ended');
    expect(JSON.stringify(machine.provider.requests.at(-1)?.body)).toContain('the word is heron');
    await copy.stop();
    expect(conversations()).toHaveLength(2);
    expect(conversations()).toContainEqual(expect.stringContaining(`${copy.toolSessionId}.jsonl`));
    expect(readFileSync(file, 'utf8')).toBe(before);
    const again = await machine.start({
      toolSessionId: copy.toolSessionId,
      resume: true,
      forkOf: first.toolSessionId,
      message: 'and again?',
    });
    await again.next('turn_ended');
    expect(JSON.stringify(machine.provider.requests.at(-1)?.body)).toContain('which word?');
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

  test('a session that is started anew while it runs is replaced, and its token with it', async () => {
    const first = await machine.start({ message: 'the word is heron' });
    await first.next('turn_ended');
    const again = await machine.start({ sessionId: first.id, toolSessionId: first.toolSessionId, resume: true, message: 'which word?' });
    await again.next('turn_ended', 2);
    expect(again.of('process_ended')).toEqual([]);
    expect(again.of('process_started')).toHaveLength(2);
    expect(JSON.stringify(machine.provider.requests.at(-1)?.body)).toContain('the word is heron');
  });
});

describe('the end of a process', () => {
  test('one that does not start is refused with its own words, without the token', async () => {
    await machine.close();
    machine = await startMachine({
      program: '[ "$1" = --version ] && echo 2.1.300 && exit\necho "broken: $ANTHROPIC_AUTH_TOKEN" >&2\nexit 3',
    });
    await expect(machine.start()).rejects.toThrow('broken: [secret]');
  });

  test('a crash is told with the end of its stderr, and every open thing is closed', async () => {
    const session = await machine.start({ message: script({ tool: 'shell', command: 'touch x.txt' }) });
    const { requestId } = await session.next('permission_request');
    for (const pid of childrenOf(process.pid, 'claude')) process.kill(pid, 'SIGKILL');
    const ended = await session.next('process_ended');
    expect(ended).toMatchObject({ reason: 'failed', exitCode: null, message: expect.stringContaining('was killed') });
    expect(session.of('permission_resolved')).toEqual([{ type: 'permission_resolved', requestId, decision: 'cancelled', by: '' }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
    expect(session.of('turn_ended')).toMatchObject([{ outcome: 'failed' }]);
    await expect(session.tell('anybody?')).rejects.toThrow('has ended');
  });
});

test.skipIf(process.platform === 'win32')('a CLI at work ends, with its tools, when its agent is killed', async () => {
  const agent = await startDoomedAgent({
    tool: 'claude-code',
    version: '2.1.330',
    home: machine.home,
    url: machine.provider.url,
    token: gatewayToken,
    allowedRule: 'Bash(touch begun.txt; sleep 54321)',
    message: script({ tool: 'shell', command: 'touch begun.txt; sleep 54321' }),
  });
  const { pid } = agent;
  await expect.poll(() => existsSync(join(machine.project, 'begun.txt')), patiently).toBe(true);
  const tools = commandsWith('sleep 54321');
  expect(tools).not.toEqual([]);
  expect(childrenOf(pid, 'claude')).toHaveLength(1);
  const [cli = 0] = childrenOf(pid, 'claude');
  agent.kill('SIGKILL');
  await expect.poll(() => isAlive(cli), patiently).toBe(false);
  await expect.poll(() => commandsWith('sleep 54321'), patiently).toEqual([]);
});
