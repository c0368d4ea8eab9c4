import { afterAll, beforeAll, expect, test } from 'vitest';
import { machineFacts, refusal, startTestServer, type TestMachine, type TestServer } from '../../../test/test-server.ts';
import { report } from '../../../test/usage-report.ts';
import { collectHistory } from './jobs.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const progress = {
  tool: 'codex',
  files: 2,
  bytesTotal: 1000,
  bytesRead: 400,
  rows: 3,
  badLines: 0,
  cliVersion: '0.169.0',
  error: null,
} as const;

/** An agent that answers every sweep with so many rows. */
function sweeper(machine: TestMachine, added: number) {
  const socket = server.socket(machine.token);
  socket.client.machine.commands.subscribe(
    { instanceId: machine.instanceId },
    {
      onData: ({ data }) => {
        if (data.body.kind !== 'collection.sweep') return;
        void machine.client.machine.reportCommand.mutate({
          commandId: data.id,
          status: 'done',
          result: JSON.stringify({ added, files: 1 }),
        });
      },
    },
  );
  return socket;
}

test('a run asks every machine that is there, answers when it ends, and is audited', async () => {
  const tenant = await server.tenant();
  const machine = await tenant.machine();
  await (await tenant.machine({ ...machineFacts, hostname: 'away' })).client.machine.goodbye
    .mutate({ instanceId: 'x'.repeat(20) })
    .catch(() => {});
  const away = await tenant.machine({ ...machineFacts, hostname: 'gone' });
  await away.client.machine.goodbye.mutate({ instanceId: away.instanceId });
  const present = (await tenant.admin.client.machine.list.query({})).items.filter(({ status }) => status === 'online').length;
  const silent = await tenant.admin.client.machine.list.query({ search: 'away' });
  await tenant.admin.client.machine.remove.mutate({ machineId: silent.items[0]?.id ?? '' });
  expect(present).toBe(2);
  const socket = sweeper(machine, 7);
  expect(await tenant.admin.client.collection.run.mutate()).toMatchObject({ machines: 1, unreachable: 1, added: 7 });
  const [entry] = (await tenant.admin.client.audit.list.query({ action: 'collection.run' })).items;
  expect(JSON.parse(entry?.after ?? '')).toEqual({ machines: 1, unreachable: 1, added: 7 });
  await socket.close();
});

test('status tells each source with its progress, to whom it may be told', async () => {
  const tenant = await server.tenant();
  const machine = await tenant.machine();
  await machine.client.collection.progress.mutate({ sources: [progress] });
  expect(await tenant.admin.client.collection.status.query()).toMatchObject({
    reading: true,
    sources: [{ ...progress, machine: { id: machine.id, name: 'gpu-01' }, readAt: null }],
  });
  await machine.client.collection.progress.mutate({ sources: [{ ...progress, bytesRead: 1000 }] });
  expect(await tenant.admin.client.collection.status.query()).toMatchObject({ reading: false });
  const user = await tenant.person('user');
  expect((await user.client.collection.status.query()).sources).toEqual([]);
  expect((await refusal(user.client.collection.run.mutate())).code).toBe('FORBIDDEN');
});

test('the scheduled run reads every tenant and says what it did', async () => {
  // Machines of the tests before are silent: nobody is to wait for them.
  server.advance(3 * 60_000);
  const [one, other] = await Promise.all([server.tenant(), server.tenant()]);
  const sockets = [sweeper(await one.machine(), 2), sweeper(await other.machine(), 3)];
  expect(await collectHistory.run(server.deps, AbortSignal.timeout(10_000))).toMatch(/ 5 rows added$/);
  await Promise.all(sockets.map((socket) => socket.close()));
});

test('how a tool’s use is paid for is said for each machine, by those who manage it, and holds for what is read from then on', async () => {
  const tenant = await server.tenant();
  const machine = await tenant.machine();
  await machine.client.collection.progress.mutate({ sources: [progress] });
  await machine.client.collection.push.mutate({ reports: [report({ tool: 'codex', model: 'gpt-5-codex' })] });
  const paid = { machineId: machine.id, tool: 'codex', billing: 'api' } as const;
  expect(await tenant.admin.client.collection.setBilling.mutate(paid)).toMatchObject({ billing: 'api', tool: 'codex' });
  await machine.client.collection.push.mutate({ reports: [report({ tool: 'codex', model: 'gpt-5-codex' })] });
  const rows = (await tenant.admin.client.usage.events.query({})).items;
  expect(rows.map(({ billing }) => billing).sort()).toEqual(['api', 'subscription']);
  const { costUsd, billedUsd } = await tenant.admin.client.usage.summary.query({});
  expect(billedUsd).toBeGreaterThan(0);
  expect(billedUsd).toBeCloseTo(costUsd / 2, 9);
  const user = await tenant.person('user');
  expect((await refusal(user.client.collection.setBilling.mutate(paid))).code).toBe('NOT_FOUND');
  expect((await refusal(tenant.admin.client.collection.setBilling.mutate({ ...paid, tool: 'openclaw' }))).code).toBe('NOT_FOUND');
  const [entry] = (await tenant.admin.client.audit.list.query({ action: 'collection.set_billing' })).items;
  expect(entry).toMatchObject({ before: '{"billing":"subscription"}', after: '{"billing":"api"}' });
});
