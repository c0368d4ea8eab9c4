import type { SessionUpdate } from '@open-ace/contracts/session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { asked, sessionPlace, started } from '../../../test/session-place.ts';
import { refusal, startTestServer, type TestMachine, type TestServer, type TestTenant } from '../../../test/test-server.ts';

let server: TestServer;
let tenant: TestTenant;
let machine: TestMachine;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.tenant();
  machine = await tenant.machine();
});
afterAll(() => server.close());

const session: ReturnType<typeof sessionPlace>['session'] = (...given) => sessionPlace(server, tenant, machine).session(...given);
const read: ReturnType<typeof sessionPlace>['read'] = (...given) => sessionPlace(server, tenant, machine).read(...given);
const commandOf: ReturnType<typeof sessionPlace>['commandOf'] = (...given) => sessionPlace(server, tenant, machine).commandOf(...given);

describe('starting', () => {
  test('the machine is told what to start, with a token that stands nowhere in the database', async () => {
    const { id, get } = await session('Fix the login test\nplease');
    expect(await get()).toMatchObject({
      status: 'starting',
      title: 'Fix the login test',
      permissionMode: 'ask',
      owner: { id: tenant.admin.id },
      machine: { id: machine.id },
    });
    const command = await commandOf('session.start', id);
    expect(command).toMatchObject({
      tool: 'claude-code',
      cwd: '/home/dev/proj',
      resume: false,
      message: { text: 'Fix the login test\nplease' },
    });
    expect(command.gateway.token).toMatch(/^ace_p_/);
    const stored = await server.deps.db.command.findUnique({ where: { id: command.commandId } });
    expect(stored?.payload).not.toContain('ace_p_');
  });

  test('a tool that is missing is named with the line that installs it', async () => {
    const bare = await tenant.machine({ hostname: 'bare', tools: [] });
    const call = tenant.admin.client.session.create.mutate({ machineId: bare.id, tool: 'claude-code', cwd: '/tmp' });
    expect(await refusal(call)).toMatchObject({
      code: 'PRECONDITION',
      reason: 'tool_missing',
      message: expect.stringContaining('npm install -g @anthropic-ai/claude-code'),
    });
  });

  test('what root cannot do is refused with the reason', async () => {
    const rooted = await tenant.machine({
      hostname: 'rooted',
      root: true,
      tools: [
        {
          tool: 'claude-code',
          name: 'Claude Code',
          version: '2.1.330',
          tested: true,
          modes: ['plan', 'ask', 'auto-edit', 'full-auto'],
          withheldModes: [{ mode: 'full-auto', reason: 'root_without_sandbox' }],
          problem: '',
        },
      ],
    });
    const call = tenant.admin.client.session.create.mutate({
      machineId: rooted.id,
      tool: 'claude-code',
      cwd: '/tmp',
      permissionMode: 'full-auto',
    });
    expect(await refusal(call)).toMatchObject({ reason: 'root_without_sandbox', message: expect.stringContaining('IS_SANDBOX=1') });
  });

  test('on a machine that is offline, or not one’s own, nothing starts', async () => {
    const gone = await tenant.machine({ hostname: 'gone' });
    await gone.client.machine.goodbye.mutate({ instanceId: gone.instanceId });
    const { admin } = tenant;
    expect((await refusal(admin.client.session.create.mutate({ machineId: gone.id, tool: 'claude-code', cwd: '/tmp' }))).reason).toBe(
      'machine_offline',
    );
    const other = await tenant.person('user');
    expect((await refusal(other.client.session.create.mutate({ machineId: machine.id, tool: 'claude-code', cwd: '/tmp' }))).code).toBe(
      'NOT_FOUND',
    );
  });

  test('a start that fails leaves the session in error with the machine’s own words', async () => {
    const { id, get } = await session();
    const { commandId } = await commandOf('session.start', id);
    await machine.client.machine.reportCommand.mutate({ commandId, status: 'failed', error: 'There is no folder /home/dev/proj.' });
    expect(await get()).toMatchObject({ status: 'error', error: 'There is no folder /home/dev/proj.' });
  });
});

describe('the transcript', () => {
  test('is the same however it is read: whole, resumed anywhere, and live', async () => {
    const { id, push } = await session('Hello');
    const live = server.socket(tenant.admin.token);
    const seen: SessionUpdate[] = [];
    live.client.session.events.subscribe({ sessionId: id }, { onData: ({ data }) => seen.push(data) });
    await push(started, { type: 'user_message', messageId: newId(), text: 'Hello' }, { type: 'turn_started' });
    await push({ type: 'message_delta', itemId: 'm1', text: 'Hel' });
    await push({ type: 'message_delta', itemId: 'm1', text: 'lo.' });
    await expect.poll(() => seen.length).toBe(5);
    const middle = String(seen.at(-1)?.seq);
    await push({ type: 'message', itemId: 'm1', text: 'Hello.' }, { type: 'turn_ended', outcome: 'completed', durationMs: 12 });
    await expect.poll(() => seen.length).toBe(7);
    expect((await read(id, middle)).map(({ event }) => event.type)).toEqual(['message', 'turn_ended']);
    const whole = await read(id);
    expect(whole.map(({ event }) => event.type)).toEqual(['process_started', 'user_message', 'turn_started', 'message', 'turn_ended']);
    expect(whole.map(({ seq }) => seq)).toEqual([...whole.map(({ seq }) => seq)].sort((a, b) => a - b));
    const page = (after: number, limit: number) => tenant.admin.client.session.transcript.query({ sessionId: id, after, limit });
    const first = await page(0, 3);
    expect(first).toEqual({ items: whole.slice(0, 3), more: true });
    expect(await page(first.items.at(-1)?.seq ?? 0, 3)).toEqual({ items: whole.slice(3), more: false });
    expect(await page(whole.at(-1)?.seq ?? 0, 3)).toEqual({ items: [], more: false });
    await live.close();
  });

  test('takes an agent’s events once and in order, whatever is sent twice, late or after a gap', async () => {
    const { id, boxId } = await session();
    const item = (seq: number) => ({
      seq,
      sessionId: id,
      at: Date.now(),
      event: { type: 'notice', reason: 'info', text: `n${seq}`, retryInMs: null } as const,
    });
    const push = (...seqs: number[]) => machine.client.session.push.mutate({ boxId, items: seqs.map(item) });
    expect(await push(1, 2)).toEqual({ acknowledged: 2 });
    expect(await push(4, 5)).toEqual({ acknowledged: 2 });
    expect(await push(1, 2, 3)).toEqual({ acknowledged: 3 });
    await Promise.all([push(4, 5), push(4, 5, 6)]);
    expect(await push(6)).toEqual({ acknowledged: 6 });
    expect((await read(id)).map(({ event }) => (event.type === 'notice' ? event.text : ''))).toEqual(['n1', 'n2', 'n3', 'n4', 'n5', 'n6']);
  });

  test('takes nothing from a machine that is not the session’s', async () => {
    const { id } = await session();
    const other = await tenant.machine({ hostname: 'other' });
    const items = [{ seq: 1, sessionId: id, at: Date.now(), event: { type: 'error', message: 'forged' } as const }];
    expect(await other.client.session.push.mutate({ boxId: newId(), items })).toEqual({ acknowledged: 1 });
    expect(await read(id)).toEqual([]);
  });

  test('is for the owner, and for administrators', async () => {
    const { id } = await session();
    const stranger = await tenant.person('user');
    expect((await refusal(stranger.client.session.get.query({ sessionId: id }))).code).toBe('NOT_FOUND');
    expect((await refusal(stranger.client.session.transcript.query({ sessionId: id }))).code).toBe('NOT_FOUND');
    await expect(read(id, '0', stranger.token)).rejects.toMatchObject({ data: { ace: { code: 'NOT_FOUND' } } });
    const second = await tenant.person('admin');
    expect((await second.client.session.get.query({ sessionId: id })).id).toBe(id);
  });
});

describe('permission requests', () => {
  test('make the session need somebody, are answered once, and disappear for all', async () => {
    const { id, get, push } = await session();
    await push(started, { type: 'turn_started' }, asked('r1'));
    expect((await get()).status).toBe('needs_you');
    await push({ type: 'user_message', messageId: newId(), text: 'and another thing' });
    expect((await get()).status).toBe('needs_you');
    await tenant.admin.client.session.respond.mutate({ sessionId: id, requestId: 'r1', decision: 'allow_always' });
    expect((await get()).status).toBe('running');
    expect((await refusal(tenant.admin.client.session.respond.mutate({ sessionId: id, requestId: 'r1', decision: 'deny' }))).reason).toBe(
      'already_decided',
    );
    expect(await commandOf('session.respond', id)).toMatchObject({ requestId: 'r1', behavior: 'allow', rule: 'Bash(rm -rf dist)' });
    expect((await read(id)).at(-1)?.event).toMatchObject({
      type: 'permission_resolved',
      decision: 'allow_always',
      by: tenant.admin.username,
    });
  });

  test('of another session are not found under one’s own', async () => {
    const mine = await session();
    const theirs = await session();
    await mine.push(started);
    await theirs.push(started, asked('r9'));
    expect(
      (await refusal(tenant.admin.client.session.respond.mutate({ sessionId: mine.id, requestId: 'r9', decision: 'deny' }))).code,
    ).toBe('NOT_FOUND');
  });

  test('are withdrawn when the process ends', async () => {
    const { id, get, push } = await session();
    await push(started, asked('r1'), { type: 'process_ended', reason: 'failed', exitCode: 1, message: 'crashed' });
    expect(await get()).toMatchObject({ status: 'error', error: 'crashed' });
    expect((await refusal(tenant.admin.client.session.respond.mutate({ sessionId: id, requestId: 'r1', decision: 'deny' }))).reason).toBe(
      'session_ended',
    );
  });
});

describe('ending and going on', () => {
  test('stopping ends the session and its token at once', async () => {
    const { id, get, push } = await session();
    const { gateway } = await commandOf('session.start', id);
    await push(started);
    await tenant.admin.client.session.stop.mutate({ sessionId: id });
    expect((await get()).status).toBe('ended');
    const token = await server.deps.db.token.findFirst({ where: { sessionId: id, revokedAt: null } });
    expect(token).toBeNull();
    expect(gateway.token).toBeTruthy();
  });

  test('what a machine says later of a process that was stopped is no second end, and no failure', async () => {
    const { id, get, push } = await session();
    await push(started);
    await tenant.admin.client.session.stop.mutate({ sessionId: id });
    await push({ type: 'process_ended', reason: 'stopped', exitCode: 0, message: '' });
    await push({ type: 'process_ended', reason: 'failed', exitCode: null, message: 'The agent on this machine ended unexpectedly.' });
    expect(await get()).toMatchObject({ status: 'ended', error: null });
    expect((await read(id)).map(({ event }) => event.type)).toEqual(['process_started', 'process_ended']);
    await push(started, { type: 'process_ended', reason: 'failed', exitCode: 1, message: 'crashed' });
    expect(await get()).toMatchObject({ status: 'error', error: 'crashed' });
  });

  test('a message that reaches the machine after the end of the process makes no session run that has none', async () => {
    const { id, get, push } = await session();
    await push(started, { type: 'process_ended', reason: 'failed', exitCode: null, message: 'crashed' });
    await push(
      { type: 'user_message', messageId: newId(), text: 'too late' },
      { type: 'error', message: 'This message was not delivered.' },
    );
    expect(await get()).toMatchObject({ status: 'error', error: 'crashed' });
    await tenant.admin.client.session.send.mutate({ sessionId: id, text: 'Go on' });
    await push({ type: 'user_message', messageId: newId(), text: 'Go on' });
    expect(await get()).toMatchObject({ status: 'running', error: null });
  });

  test('one that only starts can be stopped as well', async () => {
    const { id, get } = await session();
    expect((await get()).status).toBe('starting');
    await tenant.admin.client.session.stop.mutate({ sessionId: id });
    expect((await get()).status).toBe('ended');
  });

  test('a message to a session that has ended resumes the CLI’s own session with the rules allowed before', async () => {
    const { id, get, push } = await session();
    await push(started, asked('r1'));
    await tenant.admin.client.session.respond.mutate({ sessionId: id, requestId: 'r1', decision: 'allow_always' });
    await push({ type: 'process_ended', reason: 'exited', exitCode: 0, message: '' });
    expect((await get()).status).toBe('ended');
    await tenant.admin.client.session.send.mutate({ sessionId: id, text: 'Go on' });
    expect((await get()).status).toBe('starting');
    const { toolSessionId } = started;
    expect(await commandOf('session.start', id, 2)).toMatchObject({
      resume: true,
      toolSessionId,
      allowedRules: ['Bash(rm -rf dist)'],
      message: { text: 'Go on' },
    });
  });
});
