import type { SessionEvent } from '@open-ace/contracts/session-events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { refusal, startTestServer, type TestMachine, type TestPerson, type TestServer } from '../../../test/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** A machine whose owner is no administrator any more, shared with two people. */
async function sharedMachine() {
  const tenant = await server.tenant();
  const { admin: owner } = tenant;
  const machine = await tenant.machine();
  const administrator = await tenant.person('admin');
  await administrator.client.user.update.mutate({ userId: owner.id, role: 'user' });
  const machineAdmin = await tenant.person('user');
  const machineUser = await tenant.person('user');
  const other = await tenant.person('user');
  await owner.client.machine.setMember.mutate({ machineId: machine.id, userId: machineAdmin.id, role: 'admin' });
  await owner.client.machine.setMember.mutate({ machineId: machine.id, userId: machineUser.id, role: 'user' });
  return { tenant, machine, machineId: machine.id, people: { administrator, owner, machineAdmin, machineUser, other } };
}

/** Answers every question for folders, as the machine's agent does. */
function answerFolders({ token, instanceId, client }: TestMachine) {
  const socket = server.socket(token);
  socket.client.machine.commands.subscribe(
    { instanceId },
    {
      onData: ({ data: { id: commandId, body } }) => {
        if (body.kind !== 'folder.list') return;
        const result = JSON.stringify({ path: '/home/dev', parent: null, items: [] });
        void client.machine.reportCommand.mutate({ commandId, status: 'done', result });
      },
    },
  );
  return socket;
}

const session = (machineId: string) => ({ machineId, tool: 'claude-code' as const, cwd: '/home/dev' });
const started: SessionEvent = {
  type: 'process_started',
  toolSessionId: newId(),
  toolVersion: '2.1.330',
  model: 'fake-model',
  gitRemote: '',
  gitBranch: '',
};
const outcome = (call: Promise<unknown>) => {
  const done = call.then(() => 'done');
  return done.catch(async () => (await refusal(call)).code);
};

describe('rights', () => {
  const managing = { members: 'done', candidates: 'done', update: 'done', setMember: 'done', removeMember: 'done', othersSession: 'done' };
  const all = { list: 'done', get: 'done', ...managing };
  const naming = { makeAdmin: 'done', removeAdmin: 'done' };
  const noNaming = { makeAdmin: 'FORBIDDEN', removeAdmin: 'FORBIDDEN' };
  const work = { folders: 'done', create: 'done' };
  const noWork = { folders: 'NOT_FOUND', create: 'NOT_FOUND' };
  const noManaging = {
    members: 'NOT_FOUND',
    candidates: 'NOT_FOUND',
    update: 'NOT_FOUND',
    setMember: 'NOT_FOUND',
    removeMember: 'NOT_FOUND',
    othersSession: 'NOT_FOUND',
    makeAdmin: 'NOT_FOUND',
    removeAdmin: 'NOT_FOUND',
  };

  test.each([
    ['administrator', { ...all, ...naming, ...noWork, remove: 'done' }],
    ['owner', { ...all, ...naming, ...work, remove: 'FORBIDDEN' }],
    ['machineAdmin', { ...all, ...noNaming, ...work, remove: 'FORBIDDEN' }],
    ['machineUser', { ...all, ...noManaging, ...work, remove: 'FORBIDDEN' }],
    ['other', { ...noManaging, ...noWork, list: 'nothing', get: 'NOT_FOUND', remove: 'FORBIDDEN' }],
  ] as const)('%s', async (who, expected) => {
    const { tenant, machine, machineId, people } = await sharedMachine();
    const { client } = people[who];
    const { id: userId } = await tenant.person('user');
    const third = await tenant.person('user');
    await people.owner.client.machine.setMember.mutate({ machineId, userId: third.id, role: 'user' });
    const { id: sessionId } = await third.client.session.create.mutate(session(machineId));
    const secondAdmin = await tenant.person('user');
    await people.owner.client.machine.setMember.mutate({ machineId, userId: secondAdmin.id, role: 'admin' });
    const socket = answerFolders(machine);
    const listed = (await client.machine.list.query({})).items.some(({ id }) => id === machineId);
    expect({
      list: listed ? 'done' : 'nothing',
      get: await outcome(client.machine.get.query({ machineId })),
      members: await outcome(client.machine.members.query({ machineId })),
      candidates: await outcome(client.machine.candidates.query({ machineId })),
      update: await outcome(client.machine.update.mutate({ machineId, name: newId() })),
      setMember: await outcome(client.machine.setMember.mutate({ machineId, userId, role: 'user' })),
      removeMember: await outcome(client.machine.removeMember.mutate({ machineId, userId })),
      othersSession: await outcome(client.session.get.query({ sessionId })),
      makeAdmin: await outcome(client.machine.setMember.mutate({ machineId, userId: third.id, role: 'admin' })),
      removeAdmin: await outcome(client.machine.removeMember.mutate({ machineId, userId: secondAdmin.id })),
      folders: await outcome(client.machine.folders.query({ machineId })),
      create: await outcome(client.session.create.mutate(session(machineId))),
      remove: await outcome(client.machine.remove.mutate({ machineId })),
    }).toEqual(expected);
    await socket.close();
  });
});

describe('sharing', () => {
  test('a machine appears live for a person without machines, who starts a session there', async () => {
    const tenant = await server.tenant();
    const { id: machineId } = await tenant.machine();
    const ada = await tenant.person('user');
    expect((await ada.client.machine.list.query({})).items).toEqual([]);
    const socket = server.socket(ada.token);
    let heard = 0;
    socket.client.machine.changes.subscribe(undefined, { onData: () => heard++ });
    await expect.poll(() => heard).toBe(1);
    await tenant.admin.client.machine.setMember.mutate({ machineId, userId: ada.id, role: 'user' });
    await expect.poll(() => heard).toBe(2);
    await socket.close();
    expect((await ada.client.machine.list.query({})).items).toMatchObject([{ id: machineId, mayManage: false, status: 'online' }]);
    const { id: sessionId } = await ada.client.session.create.mutate(session(machineId));
    expect(await ada.client.session.get.query({ sessionId })).toMatchObject({ owner: { id: ada.id }, machine: { id: machineId } });
  });

  test('members come by name, and a changed right keeps its day', async () => {
    const { machineId, people } = await sharedMachine();
    const { owner, machineUser } = people;
    const list = async () => (await owner.client.machine.members.query({ machineId })).items;
    const before = await list();
    const names = before.map(({ user }) => user.displayName);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    const had = before.find(({ user }) => user.id === machineUser.id);
    expect(had).toMatchObject({ role: 'user', user: { displayName: machineUser.username } });
    server.advance(1000);
    expect(await owner.client.machine.setMember.mutate({ machineId, userId: machineUser.id, role: 'admin' })).toEqual({
      ...had,
      role: 'admin',
    });
    expect(await list()).toHaveLength(2);
  });

  test('whom it cannot be shared with: its owner, nobody, a deleted person, one of another tenant', async () => {
    const { tenant, machineId, people } = await sharedMachine();
    const { owner, administrator } = people;
    const set = (userId: string) => refusal(owner.client.machine.setMember.mutate({ machineId, userId, role: 'user' }));
    const gone = await tenant.person('user');
    await administrator.client.user.delete.mutate({ userId: gone.id });
    const stranger = await (await server.tenant()).person('user');
    expect(await set(owner.id)).toMatchObject({ code: 'CONFLICT', reason: 'machine_owner' });
    for (const userId of [newId(), gone.id, stranger.id]) {
      expect(await set(userId)).toMatchObject({ code: 'NOT_FOUND', reason: 'unknown_person' });
    }
    const remove = (userId: string) => refusal(owner.client.machine.removeMember.mutate({ machineId, userId }));
    for (const userId of [owner.id, people.other.id, stranger.id]) {
      expect(await remove(userId)).toMatchObject({ code: 'NOT_FOUND', reason: 'not_shared' });
    }
  });

  test('a deleted person is not listed, and has the right again once restored', async () => {
    const { machineId, people } = await sharedMachine();
    const { administrator, owner, machineUser } = people;
    const listed = async () =>
      (await owner.client.machine.members.query({ machineId })).items.some(({ user }) => user.id === machineUser.id);
    await administrator.client.user.delete.mutate({ userId: machineUser.id });
    expect(await listed()).toBe(false);
    await administrator.client.user.restore.mutate({ userId: machineUser.id });
    expect(await listed()).toBe(true);
  });

  test('of a removed machine nobody is told', async () => {
    const { machineId, people } = await sharedMachine();
    await people.administrator.client.machine.remove.mutate({ machineId });
    expect((await refusal(people.administrator.client.machine.members.query({ machineId }))).code).toBe('NOT_FOUND');
    expect((await people.machineUser.client.machine.list.query({})).items).toEqual([]);
  });
});

describe('candidates', () => {
  const idsFor = async (person: TestPerson, machineId: string, search?: string) =>
    (await person.client.machine.candidates.query({ machineId, ...(search && { search }) })).items.map(({ id }) => id);

  test('are the people of the tenant without a right, administrators among them, and never a deleted one', async () => {
    const { tenant, machineId, people } = await sharedMachine();
    const gone = await tenant.person('user');
    await people.administrator.client.user.delete.mutate({ userId: gone.id });
    await (await server.tenant()).person('user');
    const expected = [people.administrator.id, people.other.id].sort();
    expect((await idsFor(people.machineAdmin, machineId)).sort()).toEqual(expected);
    expect(await idsFor(people.machineAdmin, machineId, people.other.username.toUpperCase())).toEqual([people.other.id]);
    expect(await idsFor(people.machineAdmin, machineId, people.machineUser.username)).toEqual([]);
  });

  test('are fifty at most, however many have a right already', async () => {
    const tenant = await server.tenant();
    const { id: machineId } = await tenant.machine();
    const crowd: TestPerson[] = [];
    for (let n = 0; n < 54; n++) crowd.push(await tenant.person('user'));
    for (const { id } of crowd.slice(0, 3)) {
      await tenant.admin.client.machine.setMember.mutate({ machineId, userId: id, role: 'user' });
    }
    expect(await idsFor(tenant.admin, machineId)).toHaveLength(50);
  });
});

const asked = (requestId: string): SessionEvent => ({
  type: 'permission_request',
  requestId,
  toolCallId: null,
  toolName: 'Bash',
  subject: 'rm -rf dist',
  effect: '',
  input: '{}',
  rule: 'Bash(rm -rf dist)',
});

describe('taking a right away', () => {
  test('leaves the person their sessions to read and to stop, and lets them start, send and allow nothing more', async () => {
    const { machine, machineId, people } = await sharedMachine();
    const { owner, machineUser } = people;
    const { id: sessionId } = await machineUser.client.session.create.mutate(session(machineId));
    const events = [started, asked('r1'), asked('r2')].map((event, index) => ({ seq: index + 1, sessionId, at: Date.now(), event }));
    await machine.client.session.push.mutate({ boxId: newId(), items: events });
    await owner.client.machine.removeMember.mutate({ machineId, userId: machineUser.id });
    const { client } = machineUser;
    expect((await client.machine.list.query({})).items).toEqual([]);
    expect((await client.session.list.query({})).items).toMatchObject([{ id: sessionId, status: 'needs_you' }]);
    expect((await refusal(client.session.create.mutate(session(machineId)))).code).toBe('NOT_FOUND');
    expect((await refusal(client.session.send.mutate({ sessionId, text: 'go on' }))).code).toBe('NOT_FOUND');
    const allow = client.session.respond.mutate({ sessionId, requestId: 'r1', decision: 'allow_once' });
    expect((await refusal(allow)).reason).toBe('machine_right_lost');
    await client.session.respond.mutate({ sessionId, requestId: 'r2', decision: 'deny' });
    await client.session.stop.mutate({ sessionId });
    expect(await client.session.get.query({ sessionId })).toMatchObject({ status: 'ended' });
  });

  test('a machine admin steers the sessions of others there, until the right is taken away', async () => {
    const { machineId, people } = await sharedMachine();
    const { owner, machineAdmin, machineUser } = people;
    const { id: sessionId } = await machineUser.client.session.create.mutate(session(machineId));
    await machineAdmin.client.session.interrupt.mutate({ sessionId });
    await owner.client.machine.removeMember.mutate({ machineId, userId: machineAdmin.id });
    expect((await refusal(machineAdmin.client.session.get.query({ sessionId }))).code).toBe('NOT_FOUND');
  });
});

test('the audit log says who had which right, and has', async () => {
  const { machineId, people } = await sharedMachine();
  const { owner, administrator, machineUser } = people;
  await owner.client.machine.setMember.mutate({ machineId, userId: machineUser.id, role: 'admin' });
  await owner.client.machine.removeMember.mutate({ machineId, userId: machineUser.id });
  const { items } = await administrator.client.audit.list.query({ action: 'machine.update' });
  const rights = items.filter(({ after }) => after?.includes(machineUser.username)).reverse();
  const right = (role: string | null) => JSON.stringify({ people: { [machineUser.username]: role } });
  expect(rights.map(({ before, after }) => [before, after])).toEqual([
    [right(null), right('user')],
    [right('user'), right('admin')],
    [right('admin'), right(null)],
  ]);
  expect(rights[0]).toMatchObject({ actorName: owner.username, resourceType: 'machine', resourceId: machineId, resourceName: 'gpu-01' });
});
