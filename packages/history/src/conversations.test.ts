import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listConversations } from './conversations.ts';
import { lines, temporaryHome } from './testing.ts';

const sampled = { 'claude-code': 'claude', codex: 'codex', 'qwen-code': 'qwen' } as const;
const ids = {
  'claude-code': ['318a4f2e-db74-4c44-866d-d03b806f1abb', '33333333-3333-4333-8333-333333333333'],
  codex: ['01a20336-c5fa-72d2-b38c-5c7643386fb1', '01a20337-1de0-7463-9cd8-6df221bb1c1b'],
  'qwen-code': ['c3d412e5-8db7-48c4-b1a0-7080e222ecca'],
};

test.each(['claude-code', 'codex', 'qwen-code'] as const)(
  'those of %s are found by their folder, without those of subagents',
  async (tool) => {
    await using home = await temporaryHome();
    await home.addSamples(sampled[tool]);
    const list = (folder: string, withWords: boolean) => listConversations({ home: home.path, tool, folders: [folder], withWords });
    const found = await list('/home/dev/proj', true);
    expect(found.map(({ toolSessionId }) => toolSessionId).sort()).toEqual(ids[tool]);
    for (const { words } of found) expect(words).toMatch(/^(@@fake|say hi|Reply|[A-Za-z])/);
    expect((await list('/home/dev/proj', false)).map(({ words }) => words)).toEqual(found.map(() => ''));
    expect(await list('/home/dev', true)).toEqual([]);
  },
);

test('the newest come first, and no more than thirty; what is no record is passed over', async () => {
  await using home = await temporaryHome();
  const folder = join(home.path, '.claude/projects/-p');
  await mkdir(folder, { recursive: true });
  for (let n = 0; n < 35; n++) {
    const file = join(folder, `${n}.jsonl`);
    const said = { type: 'user', cwd: '/p', message: { role: 'user', content: `message ${n}` } };
    const command = { type: 'user', cwd: '/p', message: { role: 'user', content: '<command-name>/clear</command-name>' } };
    await writeFile(file, lines('{broken', 'null', '[1]', command, said, { type: 'user', message: 'x'.repeat(200_000) }));
    await utimes(file, 1_800_000_000 + n, 1_800_000_000 + n);
  }
  const found = await listConversations({ home: home.path, tool: 'claude-code', folders: ['/real', '/p'], withWords: true });
  expect(found.map(({ words }) => words)).toEqual(Array.from({ length: 30 }, (_, n) => `message ${34 - n}`));
  expect(found[0]).toMatchObject({ toolSessionId: '34', at: new Date(1_800_000_034_000).toISOString() });
});

test('a tool whose files are not known has none', async () => {
  await using home = await temporaryHome();
  await home.addSamples('claude');
  expect(await listConversations({ home: home.path, tool: 'openclaw', folders: ['/home/dev/proj'], withWords: true })).toEqual([]);
});
