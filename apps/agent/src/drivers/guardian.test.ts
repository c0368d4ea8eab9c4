import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { isAlive } from '../state/process-start.ts';
import { patiently, temporaryFolder } from '../testing.ts';

/** An agent with two children, of which it has released one. */
const agent = `
  import { spawn } from 'node:child_process';
  import { Guardian } from './guardian.ts';
  const guardian = new Guardian();
  const children = [1, 2].map(() => spawn('sleep', ['300'], { detached: true, stdio: 'ignore' }));
  for (const child of children) {
    child.unref();
    guardian.watch(child.pid);
  }
  guardian.release(children[1].pid);
  console.log(children.map(({ pid }) => pid).join(' '));
  if (process.argv[2] === 'stay') setInterval(() => undefined, 1000);
`;

async function startAgent(folder: string, ...args: string[]) {
  const outfile = join(folder, 'agent.mjs');
  const stdin = { contents: agent, resolveDir: dirname(fileURLToPath(import.meta.url)), loader: 'ts' as const };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20' });
  const child = spawn(process.execPath, [outfile, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [told] = await once(child.stdout, 'data');
  const [watched = 0, released = 0] = String(told).trim().split(' ').map(Number);
  return { child, watched, released };
}

describe.skipIf(process.platform === 'win32')('the guardian', () => {
  test('ends what it watches when the agent is killed, and nothing else', async () => {
    await using folder = await temporaryFolder();
    const { child, watched, released } = await startAgent(folder.path, 'stay');
    expect(isAlive(watched)).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(watched), patiently).toBe(false);
    expect(isAlive(released)).toBe(true);
    process.kill(released, 'SIGKILL');
  });

  test('does not keep an agent that is done from ending', async () => {
    await using folder = await temporaryFolder();
    const { child, watched, released } = await startAgent(folder.path);
    const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
    expect(code).toBe(0);
    await expect.poll(() => isAlive(watched), patiently).toBe(false);
    process.kill(released, 'SIGKILL');
  });
});
