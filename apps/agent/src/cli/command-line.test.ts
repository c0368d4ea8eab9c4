import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { builtProgram, temporaryFolder } from '../testing.ts';

/** The program as people run it. */
let program: string;
let built: Awaited<ReturnType<typeof temporaryFolder>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  built = await temporaryFolder();
  program = await builtProgram(built.path);
});
beforeEach(async () => {
  folder = await temporaryFolder();
  return () => folder[Symbol.asyncDispose]();
});
afterAll(() => built[Symbol.asyncDispose]());

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (args: string[], env: Record<string, string> = {}, input = ''): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { env: { PATH: '/usr/bin:/bin', HOME: folder.path, OPENACE_AGENT_DIR: join(folder.path, 'agent'), ...env } };
    const child = execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });

/** A CLI on PATH that writes down how it was started. */
function withTool(name: string, version: string): Record<string, string> {
  const bin = join(folder.path, 'bin');
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh\n[ "$1" = --version ] && echo ${version} && exit\nprintf '%s\\n' "$@" >"$HOME/started"; env >>"$HOME/started"\n`;
  writeFileSync(join(bin, name), script, { mode: 0o755 });
  return { PATH: `${bin}:/usr/bin:/bin` };
}
const started = () => readFileSync(join(folder.path, 'started'), 'utf8');

test('help names every command and exit code', async () => {
  const { code, stdout } = await run(['--help']);
  expect(code).toBe(0);
  const words = [
    'login',
    'enrol',
    'logout',
    'run',
    'service',
    'status',
    'menu',
    'shell',
    'update',
    'config-check',
    'version',
    '3 not wanted',
  ];
  for (const word of words) expect(stdout).toContain(word);
});

test.each([[['dance']], [['run', '--fast']], [['enrol', '--server']], [['service']], [['service', 'paint']], [['menu', 'now']]])(
  '%j is wrong usage',
  async (args) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain('Usage: openace-agent');
  },
);

test('enrol says what it lacks', async () => {
  expect(await run(['enrol'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Say which server') });
  expect(await run(['enrol', '--server', 'nowhere', '--token', 'x'.repeat(30)])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('OPENACE_SERVER_URL must be'),
  });
});

test('login asks, and an input that ends is no answer', async () => {
  const { code, stdout, stderr } = await run(['login'], {}, 'http://127.0.0.1:9\n');
  expect(stdout).toContain('Address of the Open ACE server: Registration token');
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('with which token') });
});

test('status tells that there is nothing, and which CLIs there are', async () => {
  const { code, stdout, stderr } = await run(['status'], withTool('claude', '2.1.330'));
  expect(stdout).toMatch(/^Server +not enrolled\nMachine +none\n/);
  expect(stdout).toMatch(/^Last connection +never$/m);
  expect(stdout).toMatch(/^CLIs +Claude Code 2\.1\.330$/m);
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'No agent runs.\n' });
});

test('run without enrolment ends with one sentence and the code that stops a supervisor', async () => {
  const { code, stderr } = await run(['run']);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^This machine is not enrolled\. [^\n]+\n$/);
});

test('what belongs to an enrolment is refused without one', async () => {
  expect(await run(['logout'])).toMatchObject({ code: 1, stderr: 'This machine is not enrolled.\n' });
  expect(await run(['update'])).toMatchObject({ code: 1, stderr: expect.stringContaining('runs from a clone') });
});

test('config-check prints settings and sources, and fails with every mistake', async () => {
  const good = await run(['config-check'], { OPENACE_AGENT_MAX_SESSIONS: '3' });
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(good.stdout).toMatch(/^maxSessions +3 {2}\[OPENACE_AGENT_MAX_SESSIONS\]$/m);
  const bad = await run(['config-check'], { OPENACE_AGENT_MAX_SESSIONS: 'no', OPENACE_LOG_LEVEL: 'loud' });
  expect(bad.code).toBe(2);
  expect(bad.stderr.trim().split('\n')).toHaveLength(2);
});

describe.skipIf(process.platform === 'win32')('by hand', () => {
  const api = { OPENACE_API_TOKEN: 'ace_a_x', OPENACE_SERVER_URL: 'https://ace.example.com' };

  test('the menu starts a CLI through the gateway, and comes back until nothing is chosen', async () => {
    const { code, stdout } = await run(['menu'], { ...withTool('claude', '2.1.330'), ...api }, '7\n');
    expect(stdout).toContain('1  Claude Code 2.1.330\n2  Shell\n');
    expect(stdout).toContain('There is no 7.');
    expect(code).toBe(0);
    await run(['menu'], { ...withTool('claude', '2.1.330'), ...api }, '1\n');
    expect(started()).toContain('ANTHROPIC_BASE_URL=https://ace.example.com/llm\n');
    expect(started()).toContain('ANTHROPIC_AUTH_TOKEN=ace_a_x\n');
  });

  test('the shell is the person’s own; without a token nothing is led anywhere', async () => {
    const shell = { SHELL: '/bin/sh', ...withTool('claude', '2.1.330') };
    const line = 'echo "[$ANTHROPIC_BASE_URL][$ANTHROPIC_AUTH_TOKEN]"\n';
    expect((await run(['shell'], { ...shell, ...api }, line)).stdout).toContain('[https://ace.example.com/llm][ace_a_x]');
    expect((await run(['shell'], shell, line)).stdout).toContain('[][]');
  });
});
