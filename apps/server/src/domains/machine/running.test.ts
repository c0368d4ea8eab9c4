import type { CommandProgress } from '@open-ace/contracts/machine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { machineFacts, refusal, startTestServer, type TestMachine, type TestServer, type TestTenant } from '../../../test/test-server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.tenant();
});
afterAll(() => server.close());

const api = () => tenant.admin.client.machine;

/** The next command of a kind, as the machine gets it. */
async function commandOf(machine: TestMachine, kind: string) {
  const socket = server.socket(machine.token);
  const found: { id: string; body: Record<string, unknown> }[] = [];
  socket.client.machine.commands.subscribe(
    { instanceId: machine.instanceId },
    { onData: ({ data }) => data.body.kind === kind && found.push(data) },
  );
  await expect.poll(() => found.length, { timeout: 5000 }).toBeGreaterThan(0);
  await socket.close();
  const [command] = found;
  if (!command) throw new Error('No command came.');
  return command;
}

test('how a machine fares is what its last heartbeat told', async () => {
  const machine = await tenant.machine({ hostname: 'busy' });
  const { instanceId } = machine;
  expect((await api().get.query({ machineId: machine.id })).vitals).toBeNull();
  const vitals = { cpuLoad: 1.5, memoryFreeBytes: 3_000_000_000, diskBytes: 500_000_000_000, diskFreeBytes: 20_000_000_000 };
  await machine.client.machine.heartbeat.mutate({ instanceId, vitals });
  await machine.client.machine.heartbeat.mutate({ instanceId });
  expect((await api().get.query({ machineId: machine.id })).vitals).toEqual(vitals);
});

describe('a machine’s credential', () => {
  const helloWith = (machine: TestMachine, credential: string) =>
    server.client(credential).machine.hello.mutate({ instanceId: machine.instanceId, facts: machineFacts });

  test('is rotated: the old one holds until the agent has come with the new one', async () => {
    const machine = await tenant.machine({ hostname: 'rotated' });
    await api().rotateCredential.mutate({ machineId: machine.id });
    const { body } = await commandOf(machine, 'credential.rotate');
    const fresh = String(body.credential);
    expect(fresh).toMatch(/^ace_m_/);
    const stored = await server.deps.db.command.findFirst({ where: { machineId: machine.id, kind: 'credential.rotate' } });
    expect(stored?.payload).not.toContain('ace_m_');
    await helloWith(machine, machine.token);
    await helloWith(machine, fresh);
    expect((await refusal(helloWith(machine, machine.token))).reason).toBe('credential_revoked');
    await helloWith(machine, fresh);
  });

  test('of which several were handed over is the one that the agent came with', async () => {
    const machine = await tenant.machine({ hostname: 'twice' });
    await api().rotateCredential.mutate({ machineId: machine.id });
    const [first, second] = [await commandOf(machine, 'credential.rotate'), await commandOf(machine, 'credential.rotate')];
    expect(first.body.credential).not.toBe(second.body.credential);
    await helloWith(machine, String(first.body.credential));
    expect((await refusal(helloWith(machine, String(second.body.credential)))).reason).toBe('credential_revoked');
  });

  test('is revoked at once', async () => {
    const machine = await tenant.machine({ hostname: 'revoked' });
    await api().revokeCredential.mutate({ machineId: machine.id });
    expect((await refusal(helloWith(machine, machine.token))).reason).toBe('credential_revoked');
    expect((await api().get.query({ machineId: machine.id })).status).toBe('offline');
  });
});

describe('a tool', () => {
  test('is installed by the agent in the tested version, and one sees how far it is', async () => {
    const machine = await tenant.machine({ hostname: 'installs' });
    const { commandId } = await api().installTool.mutate({ machineId: machine.id, tool: 'codex' });
    const { id, body } = await commandOf(machine, 'tool.install');
    expect(body).toEqual({ kind: 'tool.install', tool: 'codex', package: '@openai/codex', version: '0.169.0' });
    const socket = server.socket(tenant.admin.token);
    const seen: CommandProgress[] = [];
    let isOver = false;
    socket.client.machine.followCommand.subscribe(
      { machineId: machine.id, commandId },
      {
        onData: ({ data }) => seen.push(data),
        onComplete: () => {
          isOver = true;
        },
      },
    );
    await expect.poll(() => seen.length).toBe(1);
    const report = machine.client.machine.reportCommand;
    await report.mutate({ commandId: id, status: 'started' });
    await report.mutate({ commandId: id, status: 'progress', progress: 'added 3 packages' });
    await expect.poll(() => seen.at(-1)).toMatchObject({ status: 'started', progress: 'added 3 packages' });
    await report.mutate({ commandId: id, status: 'failed', error: 'npm could not be run.' });
    await expect.poll(() => seen.at(-1)).toMatchObject({ status: 'failed', error: 'npm could not be run.' });
    await expect.poll(() => isOver).toBe(true);
    await socket.close();
  });

  test.each(['latest', '1.2', '1.2.3 --registry=https://evil.example', '../x'])('is not installed in the version "%s"', async (version) => {
    const machine = await tenant.machine({ hostname: 'versions' });
    expect((await refusal(api().installTool.mutate({ machineId: machine.id, tool: 'codex', version }))).code).toBe('INVALID');
  });

  test('begins with what is set for its machine, else with what is set for all, and what is said goes before', async () => {
    const [one, other] = [await tenant.machine({ hostname: 'default-1' }), await tenant.machine({ hostname: 'default-2' })];
    const usual = { tool: 'claude-code' as const, args: [] };
    await api().setToolDefault.mutate({ ...usual, machineId: null, model: 'sonnet', permissionMode: 'plan' });
    await api().setToolDefault.mutate({ ...usual, machineId: one.id, model: 'opus', permissionMode: 'auto-edit', args: ['--verbose'] });
    const { session } = tenant.admin.client;
    const begun = async (machineId: string, more: object = {}) => {
      const { id } = await session.create.mutate({ machineId, tool: 'claude-code', cwd: '/tmp', ...more });
      const { model, permissionMode } = await session.get.query({ sessionId: id });
      return [model, permissionMode];
    };
    expect(await begun(one.id)).toEqual(['opus', 'auto-edit']);
    expect(await begun(other.id)).toEqual(['sonnet', 'plan']);
    expect(await begun(one.id, { model: 'haiku', permissionMode: 'ask' })).toEqual(['haiku', 'ask']);
    expect(await commandOf(one, 'session.start')).toMatchObject({ body: { args: ['--verbose'] } });
    await api().removeToolDefault.mutate({ machineId: one.id, tool: 'claude-code' });
    expect(await begun(one.id)).toEqual(['sonnet', 'plan']);
    expect((await api().toolDefaults.query({ machineId: null })).items).toMatchObject([{ tool: 'claude-code', model: 'sonnet' }]);
    await api().removeToolDefault.mutate({ machineId: null, tool: 'claude-code' });
    expect(await begun(one.id)).toEqual(['', 'ask']);
  });

  test('has its defaults set for all machines by administrators alone, for one machine by its managers', async () => {
    const machine = await tenant.machine({ hostname: 'managed' });
    const manager = await tenant.person('user');
    await api().setMember.mutate({ machineId: machine.id, userId: manager.id, role: 'admin' });
    const set = (machineId: string | null) =>
      manager.client.machine.setToolDefault.mutate({ machineId, tool: 'codex', model: 'm', permissionMode: 'ask', args: [] });
    expect((await refusal(set(null))).code).toBe('FORBIDDEN');
    expect((await set(machine.id)).model).toBe('m');
    const user = await tenant.person('user');
    const call = user.client.machine.setToolDefault.mutate({
      machineId: machine.id,
      tool: 'codex',
      model: '',
      permissionMode: 'ask',
      args: [],
    });
    expect((await refusal(call)).code).toBe('FORBIDDEN');
  });
});
