import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtAgent } from '../../test/built-agent.ts';
import { allBut, everything, StrangeMachine } from '../../test/strange-machine.ts';
import { startTestServer, type TestServer } from '../../test/test-server.ts';
import { buildApp } from '../app.ts';

let server: TestServer;
let agent: Awaited<ReturnType<typeof builtAgent>>;
let app: FastifyInstance;
let url: string;
beforeAll(async () => {
  [server, agent] = await Promise.all([startTestServer(), builtAgent()]);
  app = await buildApp(server.deps, { agentPackage: agent.path });
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app.close();
  await server.close();
  agent.remove();
});

const script = async (from = url) => (await fetch(`${from}/agent/install.sh`)).text();
const install = async (machine: StrangeMachine, args: string[], from = url) =>
  machine.run('sh', ['-s', '--', ...args], { input: await script(from) });

async function registration() {
  const { admin } = await server.tenant();
  const { token } = await admin.client.machine.createRegistration.mutate();
  return { token, machines: async () => (await admin.client.machine.list.query({})).items };
}

describe('a machine that runs the line', () => {
  test('is enrolled, has the program in its home, and is told what is left to do', async () => {
    using machine = new StrangeMachine(everything);
    const { token, machines } = await registration();
    const { code, output } = await install(machine, ['--token', token, '--no-service']);
    expect(output).toContain(`Installed 0.1.0 (unknown): ${machine.launcher}`);
    expect(output).toContain(`${join(machine.home, '.local/bin')} is not on your PATH.`);
    expect(output).toContain(`This machine is enrolled at ${url}.`);
    expect(output).not.toContain(token);
    expect(code).toBe(0);
    expect(await machines()).toMatchObject([{ agentVersion: '0.1.0', homeFolder: machine.home }]);
    expect(statSync(join(machine.home, '.open-ace/agent/credential.json')).mode & 0o777).toBe(0o600);
    const { output: standing } = await machine.run(machine.launcher, ['status']);
    expect(standing).toMatch(new RegExp(`^Server +${url}$`, 'm'));
  });

  test('stays the machine that it is when it runs it again, with the same token or without one', async () => {
    using machine = new StrangeMachine(everything);
    const { token, machines } = await registration();
    await install(machine, ['--token', token, '--no-service']);
    const credential = readFileSync(join(machine.home, '.open-ace/agent/credential.json'), 'utf8');
    for (const args of [['--token', token, '--no-service'], ['--no-service']]) {
      const { code, output } = await install(machine, args);
      expect(output).toContain('and stays it');
      expect(code).toBe(0);
    }
    expect(readFileSync(join(machine.home, '.open-ace/agent/credential.json'), 'utf8')).toBe(credential);
    expect(await machines()).toHaveLength(1);
    expect(readdirSync(join(machine.home, '.open-ace/agent-program'))).toHaveLength(2);
  });

  test('that was removed on the server is enrolled anew with a new token', async () => {
    using machine = new StrangeMachine(everything);
    const { admin } = await server.tenant();
    const token = async () => (await admin.client.machine.createRegistration.mutate()).token;
    const machineId = async () => (await admin.client.machine.list.query({})).items[0]?.id ?? '';
    await install(machine, ['--token', await token(), '--no-service']);
    const first = await machineId();
    await admin.client.machine.remove.mutate({ machineId: first });
    expect((await install(machine, ['--token', await token(), '--no-service'])).code).toBe(0);
    expect(await machineId()).not.toBe(first);
  });

  test('may have wget in place of curl', async () => {
    using machine = new StrangeMachine(allBut('curl'));
    const { token, machines } = await registration();
    expect((await install(machine, ['--token', token, '--no-service'])).code).toBe(0);
    expect(await machines()).toHaveLength(1);
  });

  test.each([
    ['Neither curl nor wget is installed here.', allBut('curl', 'wget')],
    ['Node.js is missing. Install version 20.19 or newer', allBut('node')],
  ])('hears what it lacks: %s', async (words, programs) => {
    using machine = new StrangeMachine(programs);
    const { code, output } = await install(machine, ['--token', 'x'.repeat(30)]);
    expect(output).toContain(words);
    expect(code).toBe(1);
    expect(existsSync(join(machine.home, '.open-ace'))).toBe(false);
  });

  test('with a Node that is too old is told the version it has', async () => {
    using machine = new StrangeMachine(allBut('node'));
    // The check itself runs in the real one, which takes itself for an older.
    const old = `#!/bin/sh\n[ "$1" = --version ] && echo v20.18.3 && exit\nexec '${process.execPath}' -e 'Object.defineProperty(process.versions, "node", { value: "20.18.3" }); eval(process.argv[1])' "$2"\n`;
    writeFileSync(join(machine.programs, 'node'), old, { mode: 0o755 });
    const { code, output } = await install(machine, ['--token', 'x'.repeat(30)]);
    expect(output).toContain('Node.js here is v20.18.3. Install version 20.19 or newer');
    expect(code).toBe(1);
  });

  test('without a token, or with one that is none, has the program and is told how to go on', async () => {
    using machine = new StrangeMachine(everything);
    const none = await install(machine, ['--no-service']);
    expect(none).toMatchObject({ code: 2, output: expect.stringContaining('openace-agent enrol --server <url> --token <token>') });
    const wrong = await install(machine, ['--token', `ace_r_${'x'.repeat(40)}`, '--no-service']);
    expect(wrong).toMatchObject({ code: 3, output: expect.stringContaining('The server did not enrol this machine') });
    expect(existsSync(machine.launcher)).toBe(true);
  });
});

test('a script that was cut off on its way does nothing, wherever it was cut', async () => {
  using machine = new StrangeMachine(everything);
  const whole = await script();
  const cuts = [0.2, 0.5, 0.9].map((part) => Math.floor(whole.length * part));
  for (const cut of [...cuts, whole.lastIndexOf('main "$@"')]) {
    await machine.run('sh', ['-s', '--', '--no-service'], { input: whole.slice(0, cut) });
    expect(existsSync(join(machine.home, '.open-ace'))).toBe(false);
  }
});

/** Between machine and server sits somebody who can exchange the program. */
async function between() {
  let exchanges = false;
  const proxy = createServer(async (asked, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk);
    const { method = 'GET', headers } = asked;
    const body = method === 'POST' ? { body: Buffer.concat(chunks), headers: { 'content-type': headers['content-type'] ?? '' } } : {};
    const real = await fetch(url + asked.url, { method, ...body });
    let bytes = Buffer.from(await real.arrayBuffer());
    if (asked.url === '/agent/install.sh') bytes = Buffer.from(String(bytes).replaceAll(url, `http://${headers.host}`));
    if (exchanges && asked.url === '/agent/agent.tgz') bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    answer.writeHead(real.status, { 'content-type': real.headers.get('content-type') ?? '' }).end(bytes);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    exchange: () => {
      exchanges = true;
    },
    [Symbol.dispose]: () => void proxy.close(),
  };
}

test('a program that was changed on its way is not installed, and an update to it leaves the one that is there', async () => {
  using somebody = await between();
  using machine = new StrangeMachine(everything);
  const { token } = await registration();
  expect(await install(machine, ['--token', token, '--no-service'], somebody.address)).toMatchObject({ code: 0 });
  const programs = () => readdirSync(join(machine.home, '.open-ace/agent-program'));
  const before = programs();
  somebody.exchange();
  const updated = await machine.run(machine.launcher, ['update']);
  expect(updated).toMatchObject({ code: 1, output: expect.stringContaining('What arrived is not what the server gives out.') });
  expect(programs()).toEqual(before);

  using other = new StrangeMachine(everything);
  const { code, output } = await install(other, ['--token', 'x'.repeat(30), '--no-service'], somebody.address);
  expect(output).toContain('What arrived is not what this script was made for. Nothing was installed.');
  expect(code).toBe(1);
  expect(existsSync(join(other.home, '.open-ace'))).toBe(false);
});

describe('the door', () => {
  test('gives out one program, known by its checksum', async () => {
    const bytes = readFileSync(agent.path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const answer = await fetch(`${url}/agent/agent.tgz`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(answer.headers.get('etag')).toBe(`"${sha256}"`);
    expect(await (await fetch(`${url}/agent/agent.tgz.sha256`)).text()).toBe(`${sha256}  agent.tgz\n`);
    expect((await fetch(`${url}/agent/agent.tgz`, { headers: { 'if-none-match': `"${sha256}"` } })).status).toBe(304);
    for (const name of ['install.sh', 'install.ps1']) {
      const text = await (await fetch(`${url}/agent/${name}`)).text();
      expect(text).toContain(`'${sha256}'`);
      expect(text).toContain(`'${url}'`);
      expect(text).not.toMatch(/@[A-Z0-9]+@/);
    }
  });

  test('the same sources give the same program', async () => {
    const again = await builtAgent();
    expect(readFileSync(again.path).equals(readFileSync(agent.path))).toBe(true);
    again.remove();
  });

  const askAs = (host: string, path: string): Promise<{ status: number | undefined; text: string }> =>
    new Promise((resolve, reject) => {
      const asked = request(url + path, { headers: { host } }, (answer) => {
        let text = '';
        answer.on('data', (bytes) => (text += String(bytes)));
        answer.on('end', () => resolve({ status: answer.statusCode, text }));
      });
      asked.on('error', reject).end();
    });

  test.each(["x';touch\t/tmp/y;'", 'a`id`', 'a$(id)', 'a"b', 'a\\b', 'a b', "x'", 'a;b', 'a|b', 'a&b', 'a@b', 'a%0ab', 'a:99999999'])(
    'a Host of %j is in no script',
    async (host) => {
      for (const path of ['/agent/install.sh', '/agent/install.ps1']) {
        const { status, text } = await askAs(host, path);
        expect(status).toBe(400);
        expect(text).not.toContain('openace-agent');
      }
    },
  );

  test.each(['ace.example.com', 'ace.example.com:8443', '10.0.0.7:4210', '[fd00::7]:4210'])('a Host of %j is the server', async (host) => {
    expect((await askAs(host, '/agent/install.sh')).text).toContain(`server='http://${host}'`);
  });

  test('the configured address is the server whatever it was asked by', async () => {
    const config = { ...server.deps.config, OPENACE_PUBLIC_URL: 'https://ace.example.com/tools/' };
    const behind = await buildApp({ ...server.deps, config }, { agentPackage: agent.path });
    const { body } = await behind.inject({ url: '/agent/install.sh', headers: { host: 'x$(id)' } });
    expect(body).toContain("server='https://ace.example.com/tools'");
    await behind.close();
  });

  test('says so where the server has no agent to give out, and names nothing else', async () => {
    expect((await fetch(`${server.url}/agent/install.sh`)).status).toBe(404);
    expect(await (await fetch(`${server.url}/agent/agent.tgz`)).json()).toMatchObject({
      message: 'This server was built without the agent.',
    });
    expect((await fetch(`${url}/agent/secret.key`)).status).toBe(404);
  });
});
