import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lastLines } from '../rotated-file.ts';
import { holderOf } from '../state/lock.ts';
import { isAlive } from '../state/process-start.ts';
import { patiently, temporaryFolder } from '../testing.ts';
import { supervise, supervisorFolder } from './supervise.ts';

/** An agent that writes down each of its lives, and ends as its test says. */
async function machine(body: string) {
  const folder = await temporaryFolder();
  const entry = join(folder.path, 'agent.mjs');
  const lives = join(folder.path, 'lives');
  writeFileSync(
    entry,
    `import { appendFileSync } from 'node:fs';
     appendFileSync(${JSON.stringify(lives)}, process.pid + ' ' + process.argv.slice(2) + ' ' + process.env.OPENACE_AGENT_DIR + '\\n');
     process.on('disconnect', () => process.exit(9));
     ${body}`,
  );
  appendFileSync(lives, '');
  const waits: number[] = [];
  const stopping = new AbortController();
  const logFile = join(folder.path, 'agent.log');
  const start = () =>
    supervise(
      {
        node: process.execPath,
        entry,
        dir: folder.path,
        logFile,
        environment: { PATH: process.env.PATH },
        waitMs: (attempt) => {
          waits.push(attempt);
          return 10;
        },
      },
      stopping.signal,
    );
  return {
    dir: folder.path,
    waits,
    start,
    stop: () => stopping.abort(),
    lives: () => readFileSync(lives, 'utf8').split('\n').filter(Boolean),
    told: () => lastLines(logFile, 10).map((line) => JSON.parse(line)),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

test('an agent that dies is started again, each time a little later, with its last words in the log', async () => {
  await using it = await machine(`console.error('out of luck'); process.exit(1);`);
  const supervised = it.start();
  await expect.poll(() => it.lives().length, patiently).toBeGreaterThan(2);
  it.stop();
  await supervised;
  expect(it.waits.slice(0, 2)).toEqual([0, 1]);
  expect(it.lives()[0]).toMatch(new RegExp(`^\\d+ run ${it.dir}$`));
  expect(it.told()[0]).toMatchObject({ exitCode: 1, lastWords: 'out of luck', msg: 'the agent is started again' });
});

test.each([2, 3])('one that ends with %i is not started again', async (code) => {
  await using it = await machine(`process.exit(${code});`);
  await it.start();
  expect(it.lives()).toHaveLength(1);
  expect(it.told()).toMatchObject([{ exitCode: code, msg: 'the agent has ended for good' }]);
});

test('stopping it stops the agent, gently', async () => {
  await using it = await machine(`process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);`);
  const supervised = it.start();
  await expect.poll(() => it.lives().length, patiently).toBe(1);
  expect(await holderOf(supervisorFolder(it.dir))).toBe(process.pid);
  it.stop();
  await supervised;
  expect(isAlive(Number.parseInt(it.lives()[0] ?? '', 10))).toBe(false);
  expect(await holderOf(supervisorFolder(it.dir))).toBeNull();
  expect(existsSync(join(it.dir, 'agent.log'))).toBe(false);
});

test('a second one for the same folder is refused', async () => {
  await using it = await machine('setInterval(() => {}, 1000);');
  const supervised = it.start();
  await expect.poll(() => it.lives().length, patiently).toBe(1);
  await expect(it.start()).rejects.toThrow('Another agent');
  it.stop();
  await supervised;
});
