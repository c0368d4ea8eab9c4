import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtAgent } from '../../test/built-agent.ts';
import { everything, StrangeMachine } from '../../test/strange-machine.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';
import { startTlsFront, type TlsFront } from '../../test/tls-front.ts';
import { buildApp } from '../app.ts';

/** An installed agent and its server, over TLS with the certificate of an authority that only the person who installs it knows. */
let front: TlsFront;
let server: TestServer;
let agent: Awaited<ReturnType<typeof builtAgent>>;
let app: FastifyInstance;
beforeAll(async () => {
  front = await startTlsFront();
  [server, agent] = await Promise.all([startTestServer({ OPENACE_PUBLIC_URL: front.url }), builtAgent()]);
  await giveOut(agent.path);
});
afterAll(async () => {
  front.close();
  await app.close();
  await server.close();
  agent.remove();
});

/** Starts the server anew with this program for machines. */
async function giveOut(agentPackage: string): Promise<void> {
  await app?.close();
  app = await buildApp(server.deps, { agentPackage });
  await app.listen({ port: 0, host: '127.0.0.1' });
  front.leadTo((app.server.address() as AddressInfo).port);
}

async function installed() {
  const machine = new StrangeMachine(everything);
  const { admin } = await server.tenant();
  const { token } = await admin.client.machine.createRegistration.mutate();
  const { body: script } = await app.inject('/agent/install.sh');
  const install = (...args: string[]) => machine.run('sh', ['-s', '--', '--no-service', ...args], { input: script });
  return {
    machine,
    install: (...args: string[]) => install('--token', token, ...args),
    status: async () => (await admin.client.machine.list.query({})).items[0]?.status,
    agent: (...args: string[]) => machine.run(machine.launcher, args),
    [Symbol.dispose]: () => machine[Symbol.dispose](),
  };
}

/** Once this has resolved, it writes no more into the machine's folders. */
async function end(running: ChildProcess): Promise<void> {
  const gone = once(running, 'exit');
  running.kill('SIGTERM');
  await gone;
}

test('a server behind an unknown authority is not believed without its certificate', async () => {
  using it = await installed();
  const { code, output } = await it.install();
  expect(output).toContain(`The agent could not be downloaded from ${front.url}.`);
  expect(code).toBe(1);
});

test('an agent that was given the certificate keeps it, and works over TLS: enrolment, calls and the line for commands', async () => {
  using it = await installed();
  expect(await it.install('--cacert', front.caFile)).toMatchObject({ code: 0 });
  const dir = join(it.machine.home, '.open-ace/agent');
  expect(JSON.parse(readFileSync(join(dir, 'agent.json'), 'utf8'))).toEqual({ caFile: join(dir, 'ca.pem') });
  const running = spawn(it.machine.launcher, ['run'], { env: it.machine.environment, stdio: 'ignore' });
  try {
    await expect.poll(it.status, { timeout: 15_000 }).toBe('online');
    await expect.poll(async () => (await it.agent('status')).output, { timeout: 15_000 }).toMatch(/^Last connection +2/m);
    expect(readFileSync(join(dir, 'ca-bundle.pem'), 'utf8')).toContain(readFileSync(front.caFile, 'utf8').trim());
  } finally {
    await end(running);
  }
  await expect.poll(it.status, { timeout: 15_000 }).toBe('offline');
  writeFileSync(join(dir, 'agent.json'), '{}');
  const distrustful = spawn(it.machine.launcher, ['run'], { env: it.machine.environment });
  let log = '';
  distrustful.stdout.on('data', (bytes) => (log += String(bytes)));
  await expect.poll(() => log, { timeout: 15_000 }).toContain('not connected');
  await end(distrustful);
  expect(await it.status()).toBe('offline');
});

test('update puts the server’s newer program in place of the old one, which stays beside it', async () => {
  using it = await installed();
  await it.install('--cacert', front.caFile);
  const programs = join(it.machine.home, '.open-ace/agent-program');
  const same = await it.agent('update');
  expect(same).toMatchObject({ code: 0, output: expect.stringContaining('0.1.0 (unknown) was replaced by 0.1.0 (unknown).') });
  const newer = await builtAgent({ OPENACE_COMMIT: 'abc1234' });
  await giveOut(newer.path);
  try {
    expect((await it.agent('update')).output).toContain('0.1.0 (unknown) was replaced by 0.1.0 (abc1234).');
    expect((await it.agent('version')).output).toBe('0.1.0 (abc1234)\n');
    expect(readdirSync(programs).filter((name) => name.startsWith('0.1.0-'))).toHaveLength(2);
    expect(readdirSync(join(it.machine.home, '.open-ace/agent')).filter((name) => name.startsWith('update-'))).toEqual([]);
  } finally {
    await giveOut(agent.path);
    newer.remove();
  }
});

test('logout tells the server, forgets the credential, and leaves nothing to run', async () => {
  using it = await installed();
  await it.install('--cacert', front.caFile);
  const { code, output } = await it.agent('logout');
  expect(output).toContain(`This machine no longer works for ${front.url}`);
  expect(code).toBe(0);
  expect(existsSync(join(it.machine.home, '.open-ace/agent/credential.json'))).toBe(false);
  expect((await it.agent('run')).code).toBe(3);
});
