import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { Remotes } from './remotes.ts';
import { remoteIn, repositoryOf } from './repository.ts';

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.com', '-c', 'init.defaultBranch=main', ...args], {
    cwd,
    stdio: 'pipe',
  });

test('a folder below a repository knows its remote and branch', async () => {
  await using folder = await temporaryFolder();
  git(folder.path, 'init');
  git(folder.path, 'remote', 'add', 'origin', 'https://name:secret@example.com/team/app.git');
  mkdirSync(join(folder.path, 'src/deep'), { recursive: true });
  expect(await repositoryOf(join(folder.path, 'src/deep'))).toEqual({ remote: 'https://example.com/team/app.git', branch: 'main' });
  // A folder that is gone by now was inside it all the same.
  expect(await repositoryOf(join(folder.path, 'gone/away'))).toMatchObject({ branch: 'main' });
});

test('a worktree has its own branch and the remote of its repository; a submodule has its own', async () => {
  await using folder = await temporaryFolder();
  const main = join(folder.path, 'main');
  mkdirSync(main);
  git(main, 'init');
  git(main, 'remote', 'add', 'origin', 'git@example.com:team/app.git');
  git(main, 'commit', '--allow-empty', '-m', 'x');
  git(main, 'worktree', 'add', '-b', 'feature/x', join(folder.path, 'tree'));
  expect(await repositoryOf(join(folder.path, 'tree'))).toEqual({ remote: 'git@example.com:team/app.git', branch: 'feature/x' });

  const inner = join(folder.path, 'inner');
  mkdirSync(inner);
  git(inner, 'init');
  git(inner, 'commit', '--allow-empty', '-m', 'x');
  git(main, '-c', 'protocol.file.allow=always', 'submodule', 'add', inner, 'sub');
  expect(await repositoryOf(join(main, 'sub'))).toMatchObject({ remote: inner });
});

test('a detached HEAD has no branch, and a folder without repository nothing', async () => {
  await using folder = await temporaryFolder();
  git(folder.path, 'init');
  git(folder.path, 'commit', '--allow-empty', '-m', 'x');
  git(folder.path, 'checkout', '--detach');
  expect(await repositoryOf(folder.path)).toEqual({ remote: '', branch: '' });
  expect(await repositoryOf('/')).toBeNull();
  expect(await repositoryOf('relative')).toBeNull();
});

test('nothing is run: what the settings of a repository name is only read', async () => {
  await using folder = await temporaryFolder();
  mkdirSync(join(folder.path, '.git'));
  writeFileSync(
    join(folder.path, '.git/config'),
    '[core]\n\tfsmonitor = touch ran\n[remote "up"]\n\turl = "ssh://git@example.com/x.git"\n',
  );
  writeFileSync(join(folder.path, '.git/HEAD'), 'ref: refs/heads/main\n');
  expect(await repositoryOf(folder.path)).toEqual({ remote: 'ssh://example.com/x.git', branch: 'main' });
});

test.each([
  ['[remote "a"]\nurl=one\n[remote "origin"]\n  url = two', 'two'],
  ['[remote "a"]\n\turl = one\n\turl = three\n[branch "main"]\n\turl = no', 'one'],
  ['[branch "main"]\n\tremote = origin\n', ''],
  ['nonsense', ''],
])('of %j the remote is %j', (config, remote) => {
  expect(remoteIn(config)).toBe(remote);
});

test.skipIf(process.platform === 'win32')('a pipe in the place of a file does not block', async () => {
  await using folder = await temporaryFolder();
  mkdirSync(join(folder.path, '.git'));
  execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', join(folder.path, '.git/config')]);
  expect(await repositoryOf(folder.path)).toEqual({ remote: '', branch: '' });
});

test('remotes are remembered for some minutes', async () => {
  await using folder = await temporaryFolder();
  git(folder.path, 'init');
  let now = 0;
  const remotes = new Remotes(() => now);
  expect(await remotes.of(folder.path)).toBe('');
  git(folder.path, 'remote', 'add', 'origin', 'git@example.com:a.git');
  expect(await remotes.of(folder.path)).toBe('');
  now += 6 * 60_000;
  expect(await remotes.of(folder.path)).toBe('git@example.com:a.git');
});
