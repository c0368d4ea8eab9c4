import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { polite } from './acp/agents.ts';
import { type AcpMachine, gatewayToken, programFolder, startAcpMachine } from './acp/machine.ts';
import type { TestSession } from './test-session.ts';

const picture = { mediaType: 'image/png' as const, data: 'iVBORw0KGgo=' };
const steps = (...list: object[]) => JSON.stringify(list);
const touch = (path: string, more: object = {}) =>
  steps(
    { tool: { name: 'shell', rawInput: { command: `touch ${path}` }, title: `Touch ${path}` }, asks: true, writes: path, ...more },
    { say: 'Done.' },
  );

let machine: AcpMachine;
let folder: string;
const onMachine = async (abilities: string, more = {}, options = {}) => {
  machine = await startAcpMachine({ agent: polite(abilities, more), path: [folder], cancelMs: 1000, ...options });
  return machine;
};
beforeAll(async () => {
  folder = await programFolder('polite-agent.mjs', 'polite');
});
afterEach(() => machine.close());

/** The folder that the agent was given to keep things in. */
function homeOf(): string {
  const homes = join(machine.home, 'agent/acp/polite/homes');
  return join(homes, readdirSync(homes)[0] ?? '');
}
const said = () => readFileSync(join(homeOf(), 'said'), 'utf8');
const typesOf = (session: TestSession) =>
  session
    .events()
    .map(({ type }) => type)
    .filter((type) => !type.endsWith('_delta'));

describe('a conversation', () => {
  test('an answer comes in pieces, then as a whole under the same id', async () => {
    await onMachine('');
    const session = await machine.start({ message: 'Say hello' });
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(typesOf(session).filter((type) => type !== 'commands')).toEqual([
      'user_message',
      'process_started',
      'turn_started',
      'message',
      'turn_ended',
    ]);
    const [message] = session.of('message');
    expect(message?.text).toBe('You said: Say hello');
    const pieces = session.of('message_delta');
    expect(pieces.map(({ text }) => text).join('')).toBe(message?.text);
    expect(new Set(pieces.map(({ itemId }) => itemId))).toEqual(new Set([message?.itemId]));
    expect(session.of('commands')).toEqual([{ type: 'commands', commands: [{ name: 'help', description: 'Helps', hint: '' }] }]);
    expect(session.toolSessionId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('thoughts, words, a plan and a tool each stand for themselves, in their order', async () => {
    await onMachine('');
    const session = await machine.start();
    const plan = { sessionUpdate: 'plan', entries: [{ content: 'Look', priority: 'high', status: 'in_progress' }] };
    const usage = { sessionUpdate: 'usage_update', used: 1200, size: 200_000 };
    const tool = { name: 'read', kind: 'read', rawInput: { path: 'a.txt' } };
    await session.say(
      steps(
        { think: 'I should look.' },
        { update: plan },
        { say: 'Looking.' },
        { tool, output: 'two lines' },
        { say: 'Seen.' },
        { update: usage },
      ),
    );
    expect(typesOf(session).slice(-8)).toEqual([
      'thought',
      'plan',
      'message',
      'tool_call',
      'tool_result',
      'context',
      'message',
      'turn_ended',
    ]);
    expect(session.of('plan')).toEqual([{ type: 'plan', entries: [{ text: 'Look', status: 'active' }] }]);
    expect(session.of('context')).toEqual([{ type: 'context', usedTokens: 1200, windowTokens: 200_000 }]);
    expect(session.of('tool_call')).toMatchObject([{ name: 'read', kind: 'read', subject: 'a.txt', input: '{"path":"a.txt"}' }]);
    expect(session.of('tool_result')).toMatchObject([
      { status: 'done', output: 'two lines', toolCallId: session.of('tool_call')[0]?.toolCallId },
    ]);
  });

  test('an edit comes with its diff, a command with its exit code, a picture as a picture', async () => {
    await onMachine('');
    const session = await machine.start();
    const path = join(machine.project, 'a.txt');
    const diff = { type: 'diff', path, oldText: 'one\ntwo\n', newText: 'one\nzwei\n' };
    await session.say(
      steps(
        { tool: { name: 'edit', kind: 'edit' }, more: { content: [diff] } },
        { tool: { name: 'shell', rawInput: { command: 'false' } }, more: { status: 'failed', rawOutput: { exitCode: 1 } } },
        {
          tool: { name: 'look', kind: 'read' },
          more: { content: [{ type: 'content', content: { type: 'image', mimeType: 'image/png', data: picture.data } }] },
        },
      ),
    );
    const [edit, shell, look] = session.of('tool_result');
    expect(edit?.diff).toBe('--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+zwei\n');
    expect(shell).toMatchObject({ status: 'failed', exitCode: 1 });
    expect(look?.images).toEqual([picture]);
  });

  test('a message that comes while a turn runs gets its own turn', async () => {
    await onMachine('');
    const session = await machine.start({ message: steps({ say: 'a slow answer of some length', every: 50 }) });
    await session.next('message_delta');
    await session.tell('second');
    await session.tell('third');
    await session.next('turn_ended', 3);
    expect(session.words()).toEqual(['a slow answer of some length', 'You said: second', 'You said: third']);
    expect(typesOf(session).filter((type) => type.startsWith('turn'))).toEqual(Array(3).fill(['turn_started', 'turn_ended']).flat());
  });

  test('pictures go where they are taken, and are refused in words where they are not', async () => {
    await onMachine('images');
    const session = await machine.start({ message: 'Look: ', images: [picture] });
    await session.next('turn_ended');
    expect(session.words()).toEqual(['You said: <image/png iVBORw0KGgo=>Look: ']);
    await machine.close();
    await onMachine('');
    const blind = await machine.start();
    await expect(blind.tell('Look', [picture])).rejects.toThrow('takes no pictures');
    expect(blind.of('error')).toMatchObject([{ message: expect.stringContaining('was not delivered') }]);
    expect(await blind.say('Then this')).toMatchObject({ outcome: 'completed' });
  });

  test.each([
    ['refusal', 'refuses to go on'],
    ['max_tokens', 'had to stop'],
    ['max_turn_requests', 'had to stop'],
  ])('a turn that ends by %s has failed and says why', async (stop, words) => {
    await onMachine('');
    const session = await machine.start();
    expect(await session.say(steps({ say: 'So' }, { stop }))).toMatchObject({ outcome: 'failed' });
    expect(session.of('error')).toMatchObject([{ message: expect.stringContaining(words) }]);
  });

  test('an error of the agent is told with what stands beside it; the next turn is another one', async () => {
    await onMachine('');
    const session = await machine.start();
    expect(await session.say(steps({ fail: 'the provider answered 403' }))).toMatchObject({ outcome: 'failed' });
    expect(session.of('error')).toMatchObject([{ message: expect.stringMatching(/The agent: .*\nthe provider answered 403/) }]);
    expect(await session.say('again')).toMatchObject({ outcome: 'completed' });
  });

  test('a turn that is done without a word has failed', async () => {
    await onMachine('');
    const session = await machine.start();
    expect(await session.say(steps({ wait: 1 }))).toMatchObject({ outcome: 'failed' });
    expect(session.of('error')).toMatchObject([{ message: 'The agent ended the turn without a word.' }]);
  });

  test('two sessions side by side share nothing', async () => {
    await onMachine('');
    const [one, other] = await Promise.all([machine.start(), machine.start()]);
    await Promise.all([one.say('for one'), other.say('for the other')]);
    expect([one.words(), other.words()]).toEqual([['You said: for one'], ['You said: for the other']]);
    await one.stop();
    expect(await other.say('still there')).toMatchObject({ outcome: 'completed' });
  });

  test('files and terminals of ours are not the agent’s to use', async () => {
    await onMachine('');
    const session = await machine.start();
    const params = { sessionId: 'x', path: '/etc/passwd', command: 'ls', content: '' };
    await session.say(steps(...['fs/read_text_file', 'fs/write_text_file', 'terminal/create'].map((request) => ({ request, params }))));
    expect(session.words()).toEqual([expect.stringMatching(/^("[^"]*not supported[^"]*"){3}$/)]);
  });
});

describe('permissions', () => {
  test('what was allowed is done, and only for this once', async () => {
    await onMachine('');
    const path = join(machine.project, 'x.txt');
    const session = await machine.start({ message: touch(path) });
    const request = await session.next('permission_request');
    expect(request).toMatchObject({ toolName: 'shell', subject: `touch ${path}`, effect: `Touch ${path}`, rule: `shell(touch ${path})` });
    expect(request.toolCallId).toBe(session.of('tool_call')[0]?.toolCallId);
    await session.respond(request.requestId, 'allow');
    await session.next('turn_ended');
    expect(existsSync(path)).toBe(true);
    expect(said()).toBe('yes');
  });

  test('what was denied is not done, and the turn goes on', async () => {
    await onMachine('');
    const path = join(machine.project, 'x.txt');
    const session = await machine.start({ message: touch(path) });
    const { requestId } = await session.next('permission_request');
    await session.respond(requestId, 'deny');
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.of('tool_result')).toMatchObject([{ status: 'denied' }]);
    expect([existsSync(path), said(), session.words()]).toEqual([false, 'no', ['Done.']]);
    await expect(session.respond(requestId, 'allow')).rejects.toThrow('not open any more');
  });

  test('what was always allowed is not asked again, and the agent itself never hears “always”', async () => {
    await onMachine('');
    const path = join(machine.project, 'x.txt');
    const session = await machine.start({ message: touch(path) });
    const request = await session.next('permission_request');
    await session.respond(request.requestId, 'allow', request.rule);
    await session.next('turn_ended');
    await session.say(touch(path));
    expect(session.of('permission_resolved')).toMatchObject([
      { decision: 'allow_always', requestId: session.of('permission_request')[1]?.requestId },
    ]);
    expect(said()).toBe('yes');
    await session.tell(touch(`${path}2`));
    await session.next('permission_request', 3);
    expect(session.of('permission_resolved')).toHaveLength(1);
  });

  test('rules of before hold, a rule that was taken back does not, and in plan mode none does', async () => {
    await onMachine('');
    const path = join(machine.project, 'x.txt');
    const rule = `shell(touch ${path})`;
    const session = await machine.start({ allowedRules: [rule], message: touch(path) });
    await session.next('turn_ended');
    expect(session.of('permission_resolved')).toHaveLength(1);
    await machine.sessions.setMode({ kind: 'session.setMode', sessionId: session.id, permissionMode: 'plan' });
    await session.tell(touch(path));
    await session.respond((await session.next('permission_request', 2)).requestId, 'deny');
    await session.next('turn_ended', 2);
    await machine.sessions.setMode({ kind: 'session.setMode', sessionId: session.id, permissionMode: 'ask' });
    await machine.sessions.setRules({ kind: 'session.setRules', sessionId: session.id, allowedRules: [] });
    await session.tell(touch(path));
    await session.next('permission_request', 3);
    expect(session.of('permission_resolved')).toHaveLength(1);
  });

  test('the same words under other conditions are another rule', async () => {
    await onMachine('');
    const path = join(machine.project, 'x.txt');
    const rawInput = { command: `touch ${path}`, sandbox: 'off' };
    const session = await machine.start({
      allowedRules: [`shell(touch ${path})`],
      message: touch(path, { tool: { name: 'shell', rawInput } }),
    });
    expect(await session.next('permission_request')).toMatchObject({ rule: `shell(touch ${path} with {"sandbox":"off"})` });
    expect(session.of('permission_resolved')).toEqual([]);
  });
});

describe('interrupting', () => {
  test('an answer ends where it is, and the next message is answered', async () => {
    await onMachine('');
    const session = await machine.start({ message: steps({ say: 'a slow answer of some length', every: 200 }) });
    await session.next('message_delta');
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.words()[0]?.length).toBeLessThan('a slow answer of some length'.length);
    expect(await session.say('and now')).toMatchObject({ outcome: 'completed' });
  });

  test('a question is withdrawn, and the agent hears of it', async () => {
    await onMachine('');
    const session = await machine.start({ message: touch(join(machine.project, 'x.txt')) });
    const { requestId } = await session.next('permission_request');
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.of('permission_resolved')).toMatchObject([{ requestId, decision: 'cancelled' }]);
    expect(session.of('tool_result')).toMatchObject([{ status: 'cancelled' }]);
    expect(said()).toBe('cancelled');
  });

  test('what runs no turn is not interrupted', async () => {
    await onMachine('');
    const session = await machine.start();
    await session.interrupt();
    expect(await session.say('hello')).toMatchObject({ outcome: 'completed' });
  });

  test('stopping a session ends its turn and its process, and nothing of it is left but what the agent keeps', async () => {
    await onMachine('');
    const session = await machine.start({ message: steps({ say: 'a slow answer of some length', every: 200 }) });
    await session.next('message_delta');
    await session.stop();
    expect(await session.next('process_ended')).toMatchObject({ reason: 'stopped' });
    expect(session.of('turn_ended')).toMatchObject([{ outcome: 'interrupted' }]);
    expect(readdirSync(join(machine.home, 'agent/acp/polite/runs'))).toEqual([]);
  });
});

describe('modes and models', () => {
  test('the mode is set from the first, whatever the agent begins in, and can be changed', async () => {
    await onMachine('');
    const session = await machine.start({ mode: 'plan', model: 'second', message: steps({ state: true }) });
    await session.next('turn_ended');
    await machine.sessions.setMode({ kind: 'session.setMode', sessionId: session.id, permissionMode: 'ask' });
    await machine.sessions.setModel({ kind: 'session.setModel', sessionId: session.id, model: 'first' });
    await session.say(steps({ state: true }));
    expect(session.words()).toEqual(['planning house/second', 'careful house/first']);
    expect(session.of('mode_changed')).toEqual([{ type: 'mode_changed', permissionMode: 'ask' }]);
    expect(session.of('model_changed')).toEqual([{ type: 'model_changed', model: 'first' }]);
  });

  test('what the agent cannot honour is refused: a mode, a model', async () => {
    await onMachine('', { env: polite('').env.filter(({ value }) => !value.includes('{model}')) });
    await expect(machine.start({ mode: 'full-auto' })).rejects.toThrow('has no such mode');
    await expect(machine.start({ model: 'no such' })).rejects.toThrow('does not take “house/no such”');
    const session = await machine.start();
    await expect(machine.sessions.setModel({ kind: 'session.setModel', sessionId: session.id, model: '?' })).rejects.toThrow(
      'does not take',
    );
    expect(await session.say('still there')).toMatchObject({ outcome: 'completed' });
  });

  test('another model that its configuration names is changed to between turns, and the conversation goes on', async () => {
    await onMachine('resume');
    const session = await machine.start({ model: 'first', message: 'Remember this' });
    await session.next('turn_ended');
    await machine.sessions.setModel({ kind: 'session.setModel', sessionId: session.id, model: 'third' });
    await session.say(steps({ state: true }, { say: '; ' }, { recall: true }));
    expect(session.words().at(-1)).toMatch(/^careful house\/third; Remember this \| /);
    expect(session.of('model_changed')).toEqual([{ type: 'model_changed', model: 'third' }]);
    expect(session.of('process_started').map(({ model }) => model)).toEqual(['first', 'third']);
  });

  test('modes of the agent that change by themselves are told: ours as ours, others in words', async () => {
    await onMachine('');
    const session = await machine.start();
    await session.say(
      steps(...['planning', 'reckless'].map((currentModeId) => ({ update: { sessionUpdate: 'current_mode_update', currentModeId } })), {
        say: 'So.',
      }),
    );
    expect(session.of('mode_changed')).toEqual([{ type: 'mode_changed', permissionMode: 'plan' }]);
    expect(session.of('notice')).toMatchObject([{ text: 'The agent says that it works in its mode “reckless” now.' }]);
  });
});

describe('going on with a session', () => {
  test.each(['resume', 'load'])('by %s, what was said before is known and not told again', async (ability) => {
    await onMachine(ability);
    const session = await machine.start({ message: 'Remember this' });
    await session.next('turn_ended');
    await session.stop();
    const again = await machine.start({ sessionId: session.id, toolSessionId: session.toolSessionId, resume: true });
    await again.say(steps({ recall: true }));
    expect(again.words()).toEqual(['You said: Remember this', expect.stringMatching(/^Remember this \| \[/)]);
    expect(again.toolSessionId).toBe(session.of('process_started')[0]?.toolSessionId);
    expect(again.of('notice')).toEqual([]);
  });

  test.each([
    ['', 'does not go on with conversations; it begins anew'],
    ['load', 'kept nothing of this conversation; it begins anew'],
  ])('one that is not known begins anew and says so (%s)', async (ability, words) => {
    await onMachine(ability);
    const session = await machine.start({ toolSessionId: 'unknown', resume: true });
    expect(session.of('notice')).toMatchObject([{ text: expect.stringContaining(words) }]);
    expect(await session.say('hello')).toMatchObject({ outcome: 'completed' });
  });

  test('a copy of another is refused where the agent makes none', async () => {
    await onMachine('');
    await expect(machine.start({ forkOf: 'other' })).rejects.toThrow('does not begin with a copy');
  });
});

describe('the configuration', () => {
  test('is filled with what the session has, also where it is JSON, and its file is private', async () => {
    await onMachine('');
    await machine.start({ model: 'second' });
    const { env } = JSON.parse(readFileSync(join(homeOf(), 'started.json'), 'utf8'));
    expect(env).toMatchObject({ POLITE_KEY: gatewayToken, POLITE_HOME: homeOf() });
    expect(JSON.parse(env.POLITE_SETTINGS)).toEqual({
      url: 'http://127.0.0.1:9/llm/v1',
      folder: machine.project,
      models: { 'house/second': {} },
    });
    expect(JSON.parse(readFileSync(env.POLITE_CONFIG, 'utf8'))).toEqual({ base: 'http://127.0.0.1:9/llm', key: gatewayToken });
    expect([env.POLITE_CONFIG, homeOf(), join(env.POLITE_CONFIG, '..')].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o600, 0o700, 0o700,
    ]);
  });

  test('says what the machine has of it: the version, and the modes that it can honour', async () => {
    await onMachine('');
    expect(await machine.tools.list()).toEqual([
      { tool: 'polite', name: 'The agent', version: '1.2.3', tested: true, modes: ['ask', 'plan'], withheldModes: [], problem: '' },
    ]);
  });
});
