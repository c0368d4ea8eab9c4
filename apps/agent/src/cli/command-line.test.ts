import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';

/** The program as people run it. */
let program: string;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  // Beside the sources, so that packages are found.
  program = fileURLToPath(new URL('../../node_modules/.openace-agent-test.mjs', import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL('../main.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [
      {
        name: 'external-packages',
        setup: (b) =>
          b.onResolve({ filter: /^[^.#/]/ }, ({ path }) => (path.startsWith('@open-ace/') ? undefined : { path, external: true })),
      },
    ],
  });
});
afterAll(async () => {
  await rm(program, { force: true });
  await folder[Symbol.asyncDispose]();
});

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (args: string[], env: Record<string, string> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, HOME: folder.path, OPENACE_AGENT_DIR: join(folder.path, 'agent'), ...env } };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });

test('help names every command and exit code', async () => {
  const { code, stdout } = await run(['--help']);
  expect(code).toBe(0);
  for (const word of ['enrol', 'run', 'status', 'version', 'OPENACE_SERVER_URL', '3 not wanted']) expect(stdout).toContain(word);
});

test.each([[['dance']], [['run', '--fast']], [['enrol', '--server']]])('%j is wrong usage', async (args) => {
  const { code, stderr } = await run(args);
  expect(code).toBe(2);
  expect(stderr).toContain('Usage: openace-agent');
});

test('enrol says what it lacks', async () => {
  expect(await run(['enrol'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Say which server') });
  expect(await run(['enrol', '--server', 'nowhere', '--token', 'x'.repeat(30)])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('OPENACE_SERVER_URL must be'),
  });
});

test('status tells that there is nothing', async () => {
  expect(await run(['status'])).toEqual({ code: 1, stdout: 'Not enrolled.\n', stderr: 'No agent runs.\n' });
});

test('run without enrolment ends with one sentence and the code that stops a supervisor', async () => {
  const { code, stderr } = await run(['run']);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^This machine is not enrolled\. [^\n]+\n$/);
});
