import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Drivers } from '../drivers/drivers.ts';
import { createLogger } from '../logger.ts';
import { pause } from '../pause.ts';
import { temporaryFolder } from '../testing.ts';
import { Tools } from './tools.ts';
import { compareVersions, isWithin } from './version.ts';

const log = createLogger('silent');
const root = process.getuid?.() === 0;

async function machine(environment: Record<string, string> = {}) {
  const folder = await temporaryFolder();
  const program = (path: string, script: string) => {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return join(folder.path, path);
  };
  const env = { PATH: join(folder.path, 'path'), SECRET_KEY: 'x', ...environment };
  const tools = new Tools(new Drivers({ environment: env, home: folder.path, dir: folder.path }), env, folder.path, log);
  return { home: folder.path, program, tools, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

describe.skipIf(process.platform === 'win32')('the CLIs of a machine', () => {
  test('are found on PATH and where installers put them, with their versions', async () => {
    await using it = await machine();
    it.program('path/codex', 'echo codex-cli 0.169.0');
    it.program('.local/bin/claude', 'echo "2.1.330 (Claude Code)"');
    expect(await it.tools.list()).toMatchObject([
      { tool: 'claude-code', version: '2.1.330', tested: true },
      { tool: 'codex', version: '0.169.0', tested: true, problem: '' },
    ]);
    expect(await it.tools.find('claude-code')).toEqual({
      tool: 'claude-code',
      path: join(it.home, '.local/bin/claude'),
      version: '2.1.330',
    });
    expect(await it.tools.find('qwen-code')).toBeNull();
  });

  test('that are not in the tested range are said not to be', async () => {
    await using it = await machine();
    it.program('path/claude', 'echo 3.0.0');
    expect(await it.tools.list()).toMatchObject([{ version: '3.0.0', tested: false }]);
  });

  test('that Open ACE does not know well enough are found, and it is said why they cannot be used', async () => {
    await using it = await machine();
    it.program('path/codex', 'echo codex-cli 0.170.1');
    expect(await it.tools.list()).toMatchObject([{ version: '0.170.1', tested: false, problem: expect.stringContaining('newer than') }]);
  });

  test('that do not start are passed over', async () => {
    await using it = await machine();
    it.program('path/claude', 'echo broken >&2; exit 1');
    it.program('.claude/local/claude', 'echo 2.1.5');
    expect(await it.tools.find('claude-code')).toMatchObject({ path: join(it.home, '.claude/local/claude') });
  });

  test('are asked once, and again when they change; they see nothing of the agent’s environment', async () => {
    await using it = await machine();
    const path = it.program('path/claude', 'export -p >> asked; echo 2.1.5');
    await it.tools.find('claude-code');
    await it.tools.find('claude-code');
    const asked = readFileSync(join(it.home, 'asked'), 'utf8');
    expect(asked.match(/^export PATH=/gm)).toHaveLength(1);
    expect(asked).not.toContain('SECRET_KEY');
    it.program('path/claude', 'echo 2.1.6');
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    expect(await it.tools.find('claude-code')).toMatchObject({ version: '2.1.6' });
  });

  test('are noticed while one watches, also when they go', async () => {
    await using it = await machine();
    const watching = new AbortController();
    const seen: string[] = [];
    const watched = it.tools.watch(
      async () => void seen.push((await it.tools.list()).map(({ tool }) => tool).join(' ')),
      watching.signal,
      20,
    );
    await pause(100);
    const codex = it.program('path/codex', 'echo 0.169.0');
    await expect.poll(() => seen, { timeout: 5000 }).toEqual(['codex']);
    rmSync(codex);
    await expect.poll(() => seen, { timeout: 5000 }).toEqual(['codex', '']);
    watching.abort();
    await watched;
  });

  test.runIf(root)('withhold full-auto as root, unless the machine is a sandbox', async () => {
    await using it = await machine();
    it.program('path/claude', 'echo 2.1.5');
    expect(await it.tools.list()).toMatchObject([{ withheldModes: [{ mode: 'full-auto', reason: 'root_without_sandbox' }] }]);
    await using sandbox = await machine({ IS_SANDBOX: '1' });
    sandbox.program('path/claude', 'echo 2.1.5');
    expect(await sandbox.tools.list()).toMatchObject([{ withheldModes: [] }]);
    await using unsure = await machine({ IS_SANDBOX: 'yes' });
    unsure.program('path/claude', 'echo 2.1.5');
    expect(await unsure.tools.list()).toMatchObject([{ withheldModes: [{ mode: 'full-auto' }] }]);
  });
});

test('versions are compared by their numbers', () => {
  expect(compareVersions('2.1.9', '2.1.10')).toBeLessThan(0);
  expect(compareVersions('2.1.0-beta.1', '2.1.0')).toBe(0);
  expect(isWithin('2.1.330', { from: '2.1.0', below: '3.0.0' })).toBe(true);
  expect(isWithin('2.0.99', { from: '2.1.0', below: '3.0.0' })).toBe(false);
  expect(isWithin('', { from: '2.1.0', below: '3.0.0' })).toBe(false);
});
