import type { CommandBody } from '@open-ace/contracts/command';
import type { HistoryPolicy } from '@open-ace/contracts/machine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { refusal, startTestServer, type TestMachine, type TestServer, type TestTenant } from '../../../test/test-server.ts';

let server: TestServer;
let tenant: TestTenant;
let machine: TestMachine;
let socket: ReturnType<TestServer['socket']>;
const asked: CommandBody[] = [];

const ours = newId();
const kept = (toolSessionId: string) => ({ toolSessionId, at: new Date().toISOString(), bytes: 1234, words: 'make it faster' });

beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.tenant();
  machine = await tenant.machine();
  const { client, instanceId, token } = machine;
  socket = server.socket(token);
  socket.client.machine.commands.subscribe(
    { instanceId },
    {
      onData: ({ data: { id: commandId, body } }) => {
        asked.push(body);
        if (body.kind !== 'conversation.list') return;
        const items = [kept('from-a-terminal'), kept(ours)].map((each) => (body.withWords ? each : { ...each, words: '' }));
        void client.machine.reportCommand.mutate({ commandId, status: 'done', result: JSON.stringify(items) });
      },
    },
  );
});
afterAll(async () => {
  await socket.close();
  await server.close();
});

const place = () => ({ machineId: machine.id, tool: 'claude-code', cwd: '/home/dev/proj' });
async function allow(historyPolicy: HistoryPolicy): Promise<void> {
  await tenant.admin.client.machine.update.mutate({ machineId: machine.id, historyPolicy });
  await tenant.admin.client.auth.updateProfile.mutate({ displayName: 'Admin', historyPolicy });
}

test('what a CLI keeps is found as far as the history may be read, without what ran here', async () => {
  const { session } = tenant.admin.client;
  const { id } = await session.create.mutate({ ...place(), toolSessionId: ours });
  const began = { type: 'process_started' as const, toolSessionId: ours, toolVersion: '2.1.330', model: '', gitRemote: '', gitBranch: '' };
  await machine.client.session.push.mutate({
    boxId: newId(),
    items: [{ seq: 1, at: Date.now(), sessionId: id, event: began }],
  });

  await allow('full');
  expect(await session.conversations.query(place())).toMatchObject({
    policy: 'full',
    items: [{ toolSessionId: 'from-a-terminal', words: 'make it faster' }],
  });
  await allow('usage');
  expect(await session.conversations.query(place())).toMatchObject({ policy: 'usage', items: [{ words: '' }] });
  await allow('off');
  asked.length = 0;
  expect(await session.conversations.query(place())).toEqual({ policy: 'off', items: [] });
  expect(asked.map(({ kind }) => kind)).not.toContain('conversation.list');
});

test('a session that goes on with one tells its machine so', async () => {
  await tenant.admin.client.session.create.mutate({ ...place(), toolSessionId: 'from-a-terminal', title: 'Faster' });
  await expect.poll(() => asked.at(-1)).toMatchObject({ kind: 'session.start', toolSessionId: 'from-a-terminal', resume: true });
});

test('they are the owner’s alone: not of those it is shared with, nor of administrators', async () => {
  const other = await tenant.person('user');
  expect((await refusal(other.client.session.conversations.query(place()))).code).toBe('NOT_FOUND');
  await tenant.admin.client.machine.setMember.mutate({ machineId: machine.id, userId: other.id, role: 'admin' });
  expect((await refusal(other.client.session.conversations.query(place()))).reason).toBe('not_owner');
});
