import type { HistoryPolicy } from '@open-ace/contracts/machine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machineFacts, refusal, startTestServer, type TestMachine, type TestServer, type TestTenant } from '../../../test/test-server.ts';
import { report } from '../../../test/usage-report.ts';

let server: TestServer;
let tenant: TestTenant;
let machine: TestMachine;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.tenant();
  machine = await tenant.machine({ hostname: 'policies' });
});
afterAll(() => server.close());

const told = async () => {
  const { instanceId } = machine;
  return (await machine.client.machine.hello.mutate({ instanceId, facts: { ...machineFacts, hostname: 'policies' } })).historyPolicy;
};
const limit = (historyPolicy: HistoryPolicy) => tenant.admin.client.auth.updateProfile.mutate({ displayName: 'Admin', historyPolicy });
const allow = (historyPolicy: HistoryPolicy) => tenant.admin.client.machine.update.mutate({ machineId: machine.id, historyPolicy });

test.each([
  ['off', 'off', 'off'],
  ['off', 'usage', 'off'],
  ['off', 'full', 'off'],
  ['usage', 'off', 'off'],
  ['usage', 'usage', 'usage'],
  ['usage', 'full', 'usage'],
  ['full', 'off', 'off'],
  ['full', 'usage', 'usage'],
  ['full', 'full', 'full'],
] as const)('a machine that allows %s, of a person who allows %s, gives %s', async (ofMachine, ofPerson, expected) => {
  await allow(ofMachine);
  await limit(ofPerson);
  expect(await told()).toBe(expected);
  const pushing = machine.client.collection.push.mutate({ reports: [report()] });
  if (expected === 'off') expect((await refusal(pushing)).reason).toBe('history_off');
  else await pushing;
});

test('who changes the limit has each of their machines ask anew, and it is audited', async () => {
  await limit('full');
  const asked = () => server.deps.db.command.count({ where: { machineId: machine.id, kind: 'collection.sweep' } });
  const before = await asked();
  await limit('off');
  await limit('off');
  expect(await asked()).toBe(before + 1);
  expect((await tenant.admin.client.auth.me.query()).historyPolicy).toBe('off');
  const [entry] = (await tenant.admin.client.audit.list.query({ action: 'auth.update_profile' })).items.slice(-1);
  expect(entry?.action).toBe('auth.update_profile');
});

test('a name is changed without the limit', async () => {
  await limit('usage');
  await tenant.admin.client.auth.updateProfile.mutate({ displayName: 'Another name' });
  expect(await tenant.admin.client.auth.me.query()).toMatchObject({ displayName: 'Another name', historyPolicy: 'usage' });
});
