import { SetAcpAgent } from '@open-ace/contracts/acp-agent';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { machineFacts, refusal, startTestServer, type TestServer, type TestTenant } from '../../../test/test-server.ts';

const goose = SetAcpAgent.parse({
  id: 'goose',
  name: 'Goose',
  program: 'goose',
  args: ['acp'],
  versionArgs: ['--version'],
  env: [
    { name: 'OPENAI_BASE_URL', value: '{gatewayV1}' },
    { name: 'OPENAI_API_KEY', value: '{token}' },
  ],
  config: '',
  beside: null,
  vendor: 'openai',
  model: '{model}',
  needsModel: false,
  authMethod: '',
  modes: [{ mode: 'ask', id: 'default' }],
  tested: { from: '1.2.3', below: '2.0.0' },
  package: 'goose-agent',
  node: '',
  caveat: '',
});

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.tenant();
});
afterAll(() => server.close());

const api = () => tenant.admin.client.acpAgent;
const found = { tool: 'goose', name: 'Goose', version: '1.2.3', tested: true, modes: ['ask' as const], withheldModes: [], problem: '' };

describe('an agent that an administrator adds', () => {
  test('is told to every machine, found there, and sessions with it have a token for its door', async () => {
    expect(await api().set.mutate(goose)).toEqual(goose);
    expect((await api().list.query()).items).toEqual([goose]);
    const machine = await tenant.machine({ hostname: 'with-goose' });
    const { instanceId } = machine;
    const welcome = await machine.client.machine.hello.mutate({
      instanceId,
      facts: { ...machineFacts, hostname: 'with-goose', tools: [found] },
    });
    expect(welcome.acpAgents).toEqual([goose]);

    const { id } = await tenant.admin.client.session.create.mutate({ machineId: machine.id, tool: 'goose', cwd: '~/project' });
    expect(await tenant.admin.client.session.get.query({ sessionId: id })).toMatchObject({ tool: 'goose', permissionMode: 'ask' });
    const refused = tenant.admin.client.session.create.mutate({
      machineId: machine.id,
      tool: 'goose',
      cwd: '~/project',
      permissionMode: 'plan',
    });
    expect(await refusal(refused)).toMatchObject({ reason: 'mode_not_offered', message: expect.stringContaining('Goose has no mode') });
  });

  test('is installed in the version that it was tested with', async () => {
    await api().set.mutate(goose);
    const machine = await tenant.machine({ hostname: 'installs-goose' });
    const { commandId } = await tenant.admin.client.machine.installTool.mutate({ machineId: machine.id, tool: 'goose' });
    const command = await server.deps.db.command.findFirstOrThrow({ where: { id: commandId } });
    expect(JSON.parse(command.payload)).toEqual({ kind: 'tool.install', tool: 'goose', package: 'goose-agent', version: '1.2.3' });
    await api().set.mutate({ ...goose, package: '' });
    const refused = tenant.admin.client.machine.installTool.mutate({ machineId: machine.id, tool: 'goose' });
    expect(await refusal(refused)).toMatchObject({ code: 'PRECONDITION', reason: 'no_package' });
  });

  test('that is changed or removed has each machine ask anew, and is audited', async () => {
    await api().set.mutate(goose);
    const machine = await tenant.machine({ hostname: 'asks-anew' });
    const told = () => server.deps.db.command.count({ where: { machineId: machine.id, kind: 'collection.sweep' } });
    const before = await told();
    await api().set.mutate({ ...goose, name: 'Goose 2' });
    expect(await told()).toBe(before + 1);
    await api().remove.mutate({ id: 'goose' });
    expect(await told()).toBe(before + 2);
    expect((await api().list.query()).items).toEqual([]);
    expect((await refusal(api().remove.mutate({ id: 'goose' }))).code).toBe('NOT_FOUND');
    const entries = (await tenant.admin.client.audit.list.query({})).items.filter(({ resourceType }) => resourceType === 'acp_agent');
    expect(entries.slice(0, 2).map(({ action, resourceName }) => [action, resourceName])).toEqual([
      ['acp_agent.remove', 'Goose 2'],
      ['acp_agent.set', 'Goose 2'],
    ]);
  });

  test('is one tenant’s own', async () => {
    await api().set.mutate(goose);
    const other = await server.tenant();
    expect((await other.admin.client.acpAgent.list.query()).items).toEqual([]);
    const machine = await other.machine({ hostname: 'elsewhere' });
    const { instanceId } = machine;
    const facts = { ...machineFacts, hostname: 'elsewhere' };
    expect((await machine.client.machine.hello.mutate({ instanceId, facts })).acpAgents).toEqual([]);
    expect((await refusal(other.admin.client.acpAgent.remove.mutate({ id: 'goose' }))).code).toBe('NOT_FOUND');
  });

  test('is an administrator’s to see and to change', async () => {
    const person = await tenant.person('manager');
    for (const call of [person.client.acpAgent.list.query(), person.client.acpAgent.set.mutate(goose)]) {
      expect((await refusal(call)).code).toBe('FORBIDDEN');
    }
  });
});

describe('refused is', () => {
  test.each([
    ['the id of a tool that comes with Open ACE', { id: 'codex' }],
    ['a path as program', { program: '/bin/sh' }],
    ['a program with arguments', { program: 'sh -c' }],
    ['the token where everybody reads it', { args: ['--key={token}'] }],
    ['the token beside', { beside: { args: ['--key', '{token}'] } }],
    ['a variable that is no name', { env: [{ name: 'A B', value: '' }] }],
    ['an agent without a mode', { modes: [] }],
    [
      'a mode twice',
      {
        modes: [
          { mode: 'ask' as const, id: 'a' },
          { mode: 'ask' as const, id: 'b' },
        ],
      },
    ],
    ['a package without a version', { tested: { from: '', below: '' } }],
    ['a package that is an address', { package: 'https://example.com/x.tgz' }],
  ])('%s', async (_what, change) => {
    expect((await refusal(api().set.mutate({ ...goose, ...change }))).code).toBe('INVALID');
  });
});
