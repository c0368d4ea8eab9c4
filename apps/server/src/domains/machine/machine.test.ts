import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandResult, expireOverdueCommands, queueCommand } from '#domains/command';
import { MINUTE, SECOND } from '#platform/clock';
import { systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { machineFacts, refusal, startTestServer, type TestServer } from '../../../test/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const enrol = (token: string, instanceId = newId()) => server.client().machine.enrol.mutate({ token, instanceId, facts: machineFacts });

describe('enrolling', () => {
  test('a registration token lets one machine in, and is then used', async () => {
    const { admin } = await server.tenant();
    const { token, commands } = await admin.client.machine.createRegistration.mutate();
    expect(commands).toEqual({
      linux: `curl -fsSL '${server.url}/agent/install.sh' | sh -s -- --token ${token}`,
      macos: `curl -fsSL '${server.url}/agent/install.sh' | sh -s -- --token ${token}`,
      windows: `$env:OPENACE_REGISTRATION_TOKEN='${token}'; irm '${server.url}/agent/install.ps1' | iex`,
    });
    const { machineId } = await enrol(token);
    expect(await admin.client.machine.get.query({ machineId })).toMatchObject({
      name: 'gpu-01',
      owner: { id: admin.id },
      historyPolicy: 'usage',
      status: 'offline',
    });
    expect((await refusal(enrol(token))).reason).toBe('registration_used');
  });

  test('two machines that race with one token: one gets in', async () => {
    const { admin } = await server.tenant();
    const { token } = await admin.client.machine.createRegistration.mutate();
    const both = await Promise.allSettled([enrol(token), enrol(token)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await admin.client.machine.list.query({})).items).toHaveLength(1);
  });

  test('an agent whose answer was lost asks again and becomes the same machine', async () => {
    const { admin } = await server.tenant();
    const { token } = await admin.client.machine.createRegistration.mutate();
    const instanceId = newId();
    const first = await enrol(token, instanceId);
    const second = await enrol(token, instanceId);
    expect(second.machineId).toBe(first.machineId);
    expect((await refusal(server.client(first.credential).machine.heartbeat.mutate({ instanceId }))).code).toBe('FORBIDDEN');
    await server.client(second.credential).machine.hello.mutate({ instanceId, facts: machineFacts });
  });

  test('a failed enrolment does not burn the token', async () => {
    const { admin } = await server.tenant();
    const { token } = await admin.client.machine.createRegistration.mutate();
    const call = server.client().machine.enrol.mutate({ token, instanceId: newId(), facts: { ...machineFacts, protocol: 999 } });
    expect((await refusal(call)).reason).toBe('protocol_mismatch');
    await enrol(token);
  });

  test('a token of another kind opens nothing here, and a credential of a machine no page', async () => {
    const tenant = await server.tenant();
    expect((await refusal(enrol(tenant.admin.token))).code).toBe('UNAUTHENTICATED');
    const machine = await tenant.machine();
    expect((await refusal(machine.client.auth.me.query())).code).toBe('FORBIDDEN');
    expect((await refusal(tenant.admin.client.machine.heartbeat.mutate({ instanceId: machine.instanceId }))).code).toBe('FORBIDDEN');
  });
});

describe('presence', () => {
  test('a machine is online until it was not heard of for three minutes, or said goodbye', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const status = async () => (await tenant.admin.client.machine.get.query({ machineId: machine.id })).status;
    expect(await status()).toBe('online');
    server.advance(3 * MINUTE);
    expect(await status()).toBe('offline');
    await machine.client.machine.heartbeat.mutate({ instanceId: machine.instanceId });
    expect(await status()).toBe('online');
    await machine.client.machine.goodbye.mutate({ instanceId: machine.instanceId });
    expect(await status()).toBe('offline');
  });

  test('one whose line broke without a word is offline a little later, unless it is back', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const status = async () => (await tenant.admin.client.machine.get.query({ machineId: machine.id })).status;
    const follow = async () => {
      const socket = server.socket(machine.token);
      await new Promise<void>((onStarted) => {
        socket.client.machine.commands.subscribe({ instanceId: machine.instanceId }, { onStarted: () => onStarted() });
      });
      return socket;
    };
    const presentUntil = async () => (await server.deps.db.machine.findUnique({ where: { id: machine.id } }))?.presentUntil?.getTime() ?? 0;
    const left = async () => (await presentUntil()) - server.deps.clock.now();

    const first = await follow();
    await expect.poll(left).toBeGreaterThan(2 * MINUTE);
    const second = await follow();
    await first.close();
    const third = await follow();
    await second.close();
    await sleep(200);
    expect(await left()).toBeGreaterThan(2 * MINUTE);
    await third.close();
    await expect.poll(left).toBeLessThanOrEqual(15 * SECOND);
    expect(await status()).toBe('online');
    server.advance(15 * SECOND);
    expect(await status()).toBe('offline');
    const { seenAt } = await tenant.admin.client.machine.get.query({ machineId: machine.id });
    expect(seenAt).not.toBeNull();
  });

  test('whoever looks is told when it changes', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const socket = server.socket(tenant.admin.token);
    let told = 0;
    socket.client.machine.changes.subscribe(undefined, { onData: () => told++ });
    await expect.poll(() => told).toBe(1);
    await machine.client.machine.goodbye.mutate({ instanceId: machine.instanceId });
    await expect.poll(() => told).toBe(2);
    await socket.close();
  });

  test('a second instance with the same credential is refused while the first is there', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const copy = { instanceId: newId(), facts: machineFacts };
    expect((await refusal(machine.client.machine.hello.mutate(copy))).reason).toBe('instance_conflict');
    server.advance(3 * MINUTE);
    await machine.client.machine.hello.mutate(copy);
    expect((await refusal(machine.client.machine.heartbeat.mutate({ instanceId: machine.instanceId }))).reason).toBe('instance_conflict');
  });
});

describe('access', () => {
  test('a machine that was not shared is seen by its owner and administrators alone', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const other = await tenant.person('user');
    expect((await other.client.machine.list.query({})).items).toEqual([]);
    expect((await refusal(other.client.machine.get.query({ machineId: machine.id }))).code).toBe('NOT_FOUND');
    expect((await refusal(other.client.machine.update.mutate({ machineId: machine.id, name: 'mine' }))).code).toBe('NOT_FOUND');
    expect((await refusal(other.client.machine.folders.query({ machineId: machine.id }))).code).toBe('NOT_FOUND');
  });

  test('only the owner lets the whole history be read, not another administrator', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const second = await tenant.person('admin');
    expect((await refusal(second.client.machine.update.mutate({ machineId: machine.id, historyPolicy: 'full' }))).reason).toBe(
      'owner_only',
    );
    expect(await second.client.machine.update.mutate({ machineId: machine.id, historyPolicy: 'off' })).toMatchObject({
      historyPolicy: 'off',
    });
    expect(await tenant.admin.client.machine.update.mutate({ machineId: machine.id, historyPolicy: 'full' })).toMatchObject({
      historyPolicy: 'full',
    });
  });

  test('a machine that is there hears at once that its history may be read, or no more', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const socket = server.socket(machine.token);
    const got: string[] = [];
    socket.client.machine.commands.subscribe({ instanceId: machine.instanceId }, { onData: ({ data }) => got.push(data.body.kind) });
    await tenant.admin.client.machine.update.mutate({ machineId: machine.id, historyPolicy: 'off' });
    await expect.poll(() => got).toEqual(['collection.sweep']);
    await tenant.admin.client.machine.update.mutate({ machineId: machine.id, name: 'another name' });
    await tenant.admin.client.machine.update.mutate({ machineId: machine.id, historyPolicy: 'full' });
    await expect.poll(() => got).toEqual(['collection.sweep', 'collection.sweep']);
    await socket.close();
  });

  test('a removed machine is out at once, and its name is free again', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    await tenant.admin.client.machine.remove.mutate({ machineId: machine.id });
    expect((await refusal(machine.client.machine.heartbeat.mutate({ instanceId: machine.instanceId }))).code).toBe('FORBIDDEN');
    expect((await tenant.admin.client.machine.list.query({})).items).toEqual([]);
    const next = await tenant.machine();
    expect((await tenant.admin.client.machine.get.query({ machineId: next.id })).name).toBe('gpu-01');
  });
});

describe('commands', () => {
  test('what is queued arrives, and arrives again on a new connection until it is finished', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const ctx = systemCtx(server.deps, tenant.id, 'test');
    const socket = server.socket(machine.token);
    const got: string[] = [];
    const subscription = socket.client.machine.commands.subscribe({ instanceId: machine.instanceId }, { onData: ({ id }) => got.push(id) });
    const first = await inTx(ctx, (tx) => queueCommand(tx, { machineId: machine.id, body: { kind: 'collection.sweep' } }));
    await expect.poll(() => got).toEqual([first]);
    subscription.unsubscribe();
    await socket.close();

    const again = server.socket(machine.token);
    const replayed: string[] = [];
    again.client.machine.commands.subscribe({ instanceId: machine.instanceId }, { onData: ({ id }) => replayed.push(id) });
    await expect.poll(() => replayed).toEqual([first]);
    const result = commandResult(ctx, first, { beginMs: 5000, endMs: 5000 });
    await machine.client.machine.reportCommand.mutate({ commandId: first, status: 'started' });
    await machine.client.machine.reportCommand.mutate({ commandId: first, status: 'done', result: '{"added":1}' });
    await machine.client.machine.reportCommand.mutate({ commandId: first, status: 'failed', error: 'a late repetition' });
    expect(await result).toBe('{"added":1}');
    await again.close();
  });

  test('what nobody came for expires, and whoever waits hears it', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const ctx = systemCtx(server.deps, tenant.id, 'test');
    const id = await inTx(ctx, (tx) =>
      queueCommand(tx, { machineId: machine.id, body: { kind: 'folder.list', path: '' }, lifetimeMs: 1000 }),
    );
    const waiting = commandResult(ctx, id, { beginMs: 10_000, endMs: 10_000 });
    server.advance(2000);
    await expireOverdueCommands.run(server.deps, AbortSignal.timeout(1000));
    await expect(waiting).rejects.toMatchObject({ code: 'PRECONDITION' });
  });

  test('a machine reports on its own commands only', async () => {
    const tenant = await server.tenant();
    const machine = await tenant.machine();
    const other = await tenant.machine({ hostname: 'gpu-02' });
    const ctx = systemCtx(server.deps, tenant.id, 'test');
    const id = await inTx(ctx, (tx) => queueCommand(tx, { machineId: machine.id, body: { kind: 'collection.sweep' } }));
    expect((await refusal(other.client.machine.reportCommand.mutate({ commandId: id, status: 'done' }))).code).toBe('NOT_FOUND');
  });
});
