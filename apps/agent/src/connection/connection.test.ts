import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { Ending } from '../ending.ts';
import { machineFacts } from '../facts/machine-facts.ts';
import { vitalsOf } from '../facts/vitals.ts';
import { createLogger } from '../logger.ts';
import { patiently } from '../testing.ts';
import { Connection } from './connection.ts';
import { nodesTrust } from './tls.ts';

interface Refused {
  readonly code: string;
  readonly status: number;
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
}

const machineId = '01890000-0000-7000-8000-000000000001';

/** The server's side of the wire, which does what its test says. */
class Wire {
  readonly calls: { path: string; at: number; authorization: string | undefined }[] = [];
  /** What a procedure answers next; after the last, it succeeds. */
  readonly refusals = new Map<string, Refused[]>();
  heartbeatSeconds = 60;
  lines = 0;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  #tell: (command: object) => void = () => {};
  #complete: () => void = () => {};

  constructor() {
    this.#http = createServer((request, response) => {
      const path = (request.url ?? '').replace(/^\/trpc\//, '').replace(/\?.*/, '');
      this.calls.push({ path, at: Date.now(), authorization: request.headers.authorization });
      const refused = this.refusals.get(path)?.shift();
      const { status, body } = refused ? failure(refused) : { status: 200, body: { result: { data: { json: this.#answer(path) } } } };
      request.resume().on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
    });
    this.#sockets = new WebSocketServer({ server: this.#http });
    this.#sockets.on('connection', (socket) => {
      this.lines += 1;
      socket.on('message', (data) => {
        const text = String(data);
        if (text === 'PING') return socket.send('PONG');
        const { id, method } = JSON.parse(text);
        if (method !== 'subscription') return;
        socket.send(JSON.stringify({ id, result: { type: 'started' } }));
        this.#complete = () => socket.send(JSON.stringify({ id, result: { type: 'stopped' } }));
        this.#tell = (command) =>
          socket.send(JSON.stringify({ id, result: { type: 'data', id: 'x', data: { json: { id: 'x', data: command } } } }));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  tell(command: object): void {
    this.#tell(command);
  }

  /** Stops as a server does. */
  sayGoodbye(reason: string): void {
    for (const socket of this.#sockets.clients) socket.close(1012, reason);
  }

  /** Ends what is followed, as a server does before its goodbye. */
  complete(): void {
    this.#complete();
  }

  cut(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  of(path: string): number[] {
    return this.calls.filter((call) => call.path === path).map(({ at }) => at);
  }

  async close(): Promise<void> {
    this.cut();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #answer(path: string): object {
    if (path === 'machine.hello') return { machineId, protocol: 1, heartbeatSeconds: this.heartbeatSeconds, historyPolicy: 'usage' };
    return { done: true };
  }
}

function failure({ code, status, reason, retryAfterSeconds }: Refused) {
  const details = { ...(reason && { reason }), ...(retryAfterSeconds && { retryAfterSeconds }) };
  const ace = { code, message: `refused: ${code}`, requestId: 'r', details };
  return { status, body: { error: { json: { code: -32000, message: '', data: { code, httpStatus: status, ace } } } } };
}

let wire: Wire;
let url: string;
let connection: Connection;
let commands: unknown[];
let stopping: AbortController;
let running: Promise<unknown>;

async function connect(): Promise<void> {
  connection = new Connection({
    credential: { serverUrl: url, machineId, credential: 'ace_m_x' },
    trust: nodesTrust,
    instanceId: 'i'.repeat(64),
    facts: () => machineFacts([]),
    vitals: () => vitalsOf('/'),
    onWelcome: () => undefined,
    onCommand: (command) => commands.push(command),
    log: createLogger('silent'),
  });
  running = connection.run(stopping.signal).then(
    () => null,
    (error: unknown) => error,
  );
}

beforeEach(async () => {
  wire = new Wire();
  url = await wire.start();
  commands = [];
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await running;
  await wire.close();
});

const untilOnline = () => expect.poll(() => connection.isOnline, patiently).toBe(true);
const beat = () => connection.call((api) => api.machine.heartbeat.mutate({ instanceId: 'i'.repeat(64) }));

test('every call carries the credential, and commands come over one line', async () => {
  await connect();
  await untilOnline();
  wire.tell({ id: machineId, body: { kind: 'collection.sweep' } });
  await expect.poll(() => commands, patiently).toEqual([{ id: machineId, body: { kind: 'collection.sweep' } }]);
  expect(wire.lines).toBe(1);
  expect(wire.calls.every(({ authorization }) => authorization === 'Bearer ace_m_x')).toBe(true);
});

test('it comes back within the time that the server’s goodbye gives', async () => {
  await connect();
  await untilOnline();
  wire.complete();
  wire.sayGoodbye('back within 2 s');
  await expect.poll(() => wire.lines, { timeout: 6000 }).toBe(2);
});

test('with a new credential it says hello at once, and goes on with it', async () => {
  await connect();
  await untilOnline();
  await connection.takeCredential({ serverUrl: url, machineId, credential: 'ace_m_new' });
  expect(wire.calls.filter(({ path }) => path === 'machine.hello').map(({ authorization }) => authorization)).toEqual([
    'Bearer ace_m_x',
    'Bearer ace_m_new',
  ]);
  wire.cut();
  await expect.poll(() => wire.lines, patiently).toBe(2);
  await beat();
  expect(wire.calls.at(-1)?.authorization).toBe('Bearer ace_m_new');
});

test('it tells that it lives as often as the server wants', async () => {
  wire.heartbeatSeconds = 0.1;
  await connect();
  await expect.poll(() => wire.of('machine.heartbeat').length, patiently).toBeGreaterThan(3);
});

test('a cut line is opened again, after a hello', { timeout: 15_000 }, async () => {
  await connect();
  await untilOnline();
  wire.cut();
  await expect.poll(() => wire.lines, patiently).toBe(2);
  await untilOnline();
  expect(wire.of('machine.hello')).toHaveLength(2);
});

describe('a call', () => {
  test('waits for a connection', async () => {
    await connect();
    const told = beat();
    expect(connection.isOnline).toBe(false);
    await told;
    expect(wire.calls[0]?.path).toBe('machine.hello');
  });

  test('is repeated as long as what fails may pass', { timeout: 15_000 }, async () => {
    wire.refusals.set('machine.heartbeat', [
      { code: 'INTERNAL', status: 500 },
      { code: 'INTERNAL', status: 500 },
    ]);
    await connect();
    await beat();
    expect(wire.of('machine.heartbeat')).toHaveLength(3);
  });

  test('waits as long as the server asks', { timeout: 15_000 }, async () => {
    wire.refusals.set('machine.heartbeat', [{ code: 'LIMIT_REACHED', status: 429, reason: 'rate_limited', retryAfterSeconds: 2 }]);
    await connect();
    await beat();
    const [first = 0, second = 0] = wire.of('machine.heartbeat');
    expect(second - first).toBeGreaterThanOrEqual(2000);
  });

  test('is not repeated once it is answered', async () => {
    wire.refusals.set('machine.heartbeat', [{ code: 'INVALID', status: 400 }]);
    await connect();
    await expect(beat()).rejects.toThrow();
    expect(wire.of('machine.heartbeat')).toHaveLength(1);
  });

  test('that finds another agent on this machine leads to a hello, which decides', { timeout: 15_000 }, async () => {
    wire.refusals.set('machine.heartbeat', [{ code: 'CONFLICT', status: 409, reason: 'instance_conflict' }]);
    await connect();
    await beat();
    expect(wire.of('machine.hello')).toHaveLength(2);
  });

  test('that is refused for its credential leads to a hello, and that to the end', { timeout: 15_000 }, async () => {
    const revoked = { code: 'FORBIDDEN', status: 403, reason: 'credential_revoked' };
    await connect();
    await untilOnline();
    wire.refusals.set('machine.heartbeat', [revoked]);
    wire.refusals.set('machine.hello', [revoked]);
    const call = connection
      .call((api) => api.machine.heartbeat.mutate({ instanceId: 'i'.repeat(64) }), stopping.signal)
      .catch(() => 'ended');
    expect(await running).toBeInstanceOf(Ending);
    stopping.abort();
    expect(await call).toBe('ended');
  });

  test('that is forbidden for another reason is just refused', async () => {
    wire.refusals.set('machine.heartbeat', [{ code: 'FORBIDDEN', status: 403, reason: 'history_off' }]);
    await connect();
    await expect(beat()).rejects.toThrow();
    expect(connection.isOnline).toBe(true);
  });
});

test('a server that speaks another protocol is asked again, in case it is updated', { timeout: 15_000 }, async () => {
  wire.refusals.set('machine.hello', [{ code: 'PRECONDITION', status: 412, reason: 'protocol_mismatch' }]);
  await connect();
  await untilOnline();
  expect(wire.of('machine.hello')).toHaveLength(2);
});

test('goodbye is said where there is somebody to hear it', async () => {
  await connect();
  await untilOnline();
  await connection.goodbye(1000);
  expect(wire.of('machine.goodbye')).toHaveLength(1);
});
