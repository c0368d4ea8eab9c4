import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type TestedTool, testedTools } from '../cli-programs.ts';
import { script } from '../fake-provider.ts';
import { patiently } from './stack-session.ts';
import { useToolStack } from './use-tool-stack.ts';

// Left to itself it tries a line that stays cut again for minutes.
const on = useToolStack({ CLAUDE_CODE_MAX_RETRIES: '2' });

const touch = (name: string) => script({ tool: 'shell', command: `touch ${name}` }, { text: 'Done.' });
const isMade = (name: string) => existsSync(join(on().stack.project, name));
/** Where the CLIs themselves would keep what is always allowed. */
const ownSettings = [
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.claude.json',
  '.qwen/settings.json',
  '.codex/config.toml',
  '.codex/rules/default.rules',
].flatMap((path) => [path, join('project', path)]);
const read = (path: string) => (existsSync(join(on().stack.home, path)) ? readFileSync(join(on().stack.home, path), 'utf8') : '');
/** They take another model or mode between turns alone, by a restart. */
const changesBetweenTurns: TestedTool[] = ['openclaw', 'opencode'];

const slowly = { text: 'a very long and slow answer that goes on and on '.repeat(4), chunkDelayMs: 150 };

describe.each(testedTools)('%s', (tool) => {
  test('answers, and what it used is known within a second', async () => {
    const session = await on().startSession(tool, script({ text: 'A plain answer.', usage: { input: 1234, output: 21, cacheRead: 10 } }));
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.words()).toEqual(['A plain answer.']);
    const usage = async () => (await session.get()).usage;
    await expect.poll(usage, { timeout: 1000 }).toMatchObject({ inputTokens: 1234, outputTokens: 21, cacheReadTokens: 10, requests: 1 });
    expect(await session.get()).toMatchObject({ status: 'idle' });
  });

  test('does what it was allowed, and not before', async () => {
    const session = await on().startSession(tool, touch(`${tool}-allowed`));
    await session.until('needs_you');
    expect(isMade(`${tool}-allowed`)).toBe(false);
    await session.respond('allow_once');
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(isMade(`${tool}-allowed`)).toBe(true);
    expect(session.words()).toEqual(['Done.']);
  });

  test('does not do what it was denied, and goes on', async () => {
    const session = await on().startSession(tool, touch(`${tool}-denied`));
    await session.respond('deny');
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.of('tool_result')).toMatchObject([{ status: 'denied' }]);
    expect(isMade(`${tool}-denied`)).toBe(false);
    expect(session.words()).toEqual(['Done.']);
  });

  test('does not ask again what is always allowed in its folder: not in the next turn, not when all was restarted, not in another session', async () => {
    const again = touch(`${tool}-always`);
    const session = await on().startSession(tool, again);
    await session.respond('allow_always', 1, 'project');
    await session.next('turn_ended');
    await session.say(again);
    await on().restartAgent('SIGTERM');
    await session.until('ended');
    await session.say(again);
    const other = await on().startSession(tool, again);
    await other.next('turn_ended');
    const decided = [...session.of('permission_resolved'), ...other.of('permission_resolved')];
    expect(decided.map(({ decision, by }) => `${decision} ${by}`)).toEqual([
      'allow_always admin',
      ...decided.slice(1).map(() => 'allow_always '),
    ]);
    const results = [...session.of('tool_result'), ...other.of('tool_result')];
    expect(results.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
    for (const path of ownSettings) expect(read(path)).not.toContain(`${tool}-always`);
  });

  test('stops answering when it is interrupted, keeps what it said, and goes on', async () => {
    const session = await on().startSession(tool, script(slowly));
    await session.next('message_delta', 2);
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    const [said = ''] = session.words();
    expect(slowly.text.startsWith(said.trimEnd())).toBe(true);
    expect(said.length).toBeLessThan(slowly.text.length);
    await session.say('go on');
    expect(session.words().at(-1)).toEqual(session.replyTo('go on'));
  });

  test('withdraws what it asked when it is interrupted, and goes on', async () => {
    const session = await on().startSession(tool, touch(`${tool}-withdrawn`));
    await session.until('needs_you');
    await session.interrupt();
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'interrupted' });
    expect(session.of('permission_resolved')).toMatchObject([{ decision: 'cancelled', by: '' }]);
    await session.say('go on');
    expect(session.words().at(-1)).toEqual(session.replyTo('go on'));
    expect(isMade(`${tool}-withdrawn`)).toBe(false);
  });

  test('changes its model and its mode while it runs', async () => {
    const modes = tool === 'gemini' ? (['plan', 'ask'] as const) : (['auto-edit', 'full-auto'] as const);
    const session = await on().startSession(tool, script(slowly));
    await session.next(changesBetweenTurns.includes(tool) ? 'turn_ended' : 'message_delta');
    await session.change({ model: 'fake-model-2' });
    await session.change({ permissionMode: modes[0] });
    await session.next('mode_changed');
    await session.next('turn_ended');
    await session.change({ permissionMode: modes[1] });
    await session.next('mode_changed', 2);
    await session.tell(touch(`${tool}-unasked`));
    if (tool === 'gemini') await session.respond('allow_once');
    await session.next('turn_ended', 2);
    expect(await session.get()).toMatchObject({ model: 'fake-model-2', permissionMode: modes[1] });
    expect(session.of('model_changed')).toEqual([{ type: 'model_changed', model: 'fake-model-2' }]);
    expect(session.of('mode_changed').map(({ permissionMode }) => permissionMode)).toEqual(modes);
    expect(on().stack.llm.account.at(-1)?.model).toBe('fake-model-2');
    expect(session.of('permission_request')).toHaveLength(tool === 'gemini' ? 1 : 0);
    expect(isMade(`${tool}-unasked`)).toBe(true);
  });

  test('has two sessions side by side', async () => {
    // Nothing that repeats itself, which Gemini CLI takes for a model gone astray.
    const words = (word: string) => Array.from({ length: 20 }, (_, n) => `${word}${n}`).join(' ');
    const answer = (word: string, input: number) => script({ text: words(word), chunkDelayMs: 50, usage: { input, output: 9 } });
    const sessions = await Promise.all([on().startSession(tool, answer('one', 1111)), on().startSession(tool, answer('other', 2222))]);
    await Promise.all(sessions.map((session) => session.next('turn_ended')));
    expect(sessions.map((session) => session.words())).toEqual([[words('one')], [words('other')]]);
    const used = () => Promise.all(sessions.map(async (session) => (await session.get()).usage.inputTokens));
    await expect.poll(used, patiently).toEqual([1111, 2222]);
  });

  test.each([401, 403])('ends its turn with who can help when the provider answers %i, and goes on', async (status) => {
    const session = await on().startSession(tool, script({ error: { status, message: 'no more of this' } }));
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'failed' });
    expect(session.of('error')).toMatchObject([{ message: expect.stringContaining('An administrator must replace it') }]);
    await session.say('and now?');
    // OpenClaw makes no call for a minute then.
    if (tool === 'openclaw') expect(session.of('error').at(-1)?.message).toContain('Retry after about 1 minute');
    else expect(session.words()).toEqual([session.replyTo('and now?')]);
  });

  test.each([429, 500])('tries again when the provider answers %i', async (status) => {
    const message = script({ error: { status, retryAfter: 1, times: 1, message: `once, to ${tool}` } }, { text: 'After all.' });
    const session = await on().startSession(tool, message);
    expect(await session.next('turn_ended')).toMatchObject({ outcome: 'completed' });
    expect(session.words()).toEqual(['After all.']);
  });

  test('keeps what was said when the provider’s line is cut, and goes on', async () => {
    const text = 'a text that is cut in its middle, long before its end';
    const session = await on().startSession(tool, script({ text, cutAfter: 5, chunkDelayMs: 100 }));
    await session.next('turn_ended');
    expect(session.words()[0]).toMatch(/^a text/);
    await session.say('and now?');
    expect(session.words().at(-1)).toEqual(session.replyTo('and now?'));
    await expect.poll(async () => (await session.get()).status, patiently).toBe('idle');
  });
});
