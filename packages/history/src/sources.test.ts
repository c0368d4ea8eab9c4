import { symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { listSources } from './sources.ts';
import { aMoment, temporaryHome } from './testing.ts';

const found = async (home: string, env: Record<string, string> = {}) =>
  (await listSources({ home, env })).map(({ format, path }) => `${format} ${relative(home, path)}`).sort();

test('the files of each tool are found where it keeps them, and no others', async () => {
  await using home = await temporaryHome();
  const wanted = [
    'claude-code .claude/projects/-p/a.jsonl',
    'claude-code .claude/projects/-p/a/subagents/agent-1.jsonl',
    'claude-code .config/claude/projects/-p/b.jsonl',
    'codex .codex/archived_sessions/rollout-2.jsonl',
    'codex .codex/sessions/2026/11/22/rollout-1.jsonl',
    'qwen-chat .qwen/projects/-p/chats/a.jsonl',
    'qwen-chat .qwen/projects/-p/chats/archive/b.jsonl',
    'qwen-usage .qwen/usage/token-usage-2026-11.jsonl',
  ];
  const others = [
    '.claude/history.jsonl',
    '.claude/projects/-p/a.meta.json',
    '.codex/history.jsonl',
    '.codex/sessions/2026/11/22/rollout-1.jsonl.zst',
    '.qwen/usage_record.jsonl',
    '.qwen/projects/-p/chats/a.ledger.jsonl',
    '.qwen/projects/-p/subagents/x.jsonl',
  ];
  for (const name of [...wanted.map((entry) => entry.split(' ')[1] ?? ''), ...others]) await home.write(name, '');
  expect(await found(home.path)).toEqual(wanted);
});

test("the vendors' own variables add folders", async () => {
  await using home = await temporaryHome();
  await home.write('one/projects/-p/a.jsonl', '');
  await home.write('two/sessions/rollout-1.jsonl', '');
  await home.write('three/usage/token-usage-2026-11.jsonl', '');
  await home.write('four/projects/p/chats/a.jsonl', '');
  await home.write('.claude/projects/-p/b.jsonl', '');
  const env = {
    CLAUDE_CONFIG_DIR: join(home.path, 'one'),
    CODEX_HOME: '~/two',
    QWEN_HOME: join(home.path, 'three'),
    QWEN_RUNTIME_DIR: join(home.path, 'four'),
  };
  expect(await found(home.path, env)).toEqual([
    'claude-code .claude/projects/-p/b.jsonl',
    'claude-code one/projects/-p/a.jsonl',
    'codex two/sessions/rollout-1.jsonl',
    'qwen-chat four/projects/p/chats/a.jsonl',
    'qwen-usage three/usage/token-usage-2026-11.jsonl',
  ]);
});

test('a link below the root of a tool leads nowhere, one at the root is the root', async () => {
  await using home = await temporaryHome();
  await home.write('elsewhere/rollout-1.jsonl', '');
  await home.write('kept/-p/a.jsonl', '');
  await home.write('.codex/sessions/2026/rollout-2.jsonl', '');
  await symlink(join(home.path, 'elsewhere'), join(home.path, '.codex/sessions/2025'));
  await symlink(join(home.path, 'elsewhere/rollout-1.jsonl'), join(home.path, '.codex/sessions/rollout-3.jsonl'));
  await symlink(join(home.path, '.codex/sessions'), join(home.path, '.codex/sessions/2026/loop'));
  await home.write('.claude/settings.json', '{}');
  await symlink(join(home.path, 'kept'), join(home.path, '.claude/projects'));
  expect(await found(home.path)).toEqual(['claude-code kept/-p/a.jsonl', 'codex .codex/sessions/2026/rollout-2.jsonl']);
});

test('a folder that is named twice gives its files once', async () => {
  await using home = await temporaryHome();
  await home.write('.codex/sessions/rollout-1.jsonl', '');
  await symlink(join(home.path, '.codex'), join(home.path, 'same'));
  expect(await found(home.path, { CODEX_HOME: join(home.path, 'same') })).toEqual(['codex .codex/sessions/rollout-1.jsonl']);
});

test('the oldest file comes first', async () => {
  await using home = await temporaryHome();
  for (const name of ['z', 'm', 'a']) {
    await home.write(`.claude/projects/-p/${name}.jsonl`, '');
    await aMoment();
  }
  const sources = await listSources({ home: home.path });
  expect(sources.map(({ path }) => path.at(-7))).toEqual(['z', 'm', 'a']);
});

test('a home without any tool has none', async () => {
  await using home = await temporaryHome();
  expect(await listSources({ home: home.path })).toEqual([]);
});
