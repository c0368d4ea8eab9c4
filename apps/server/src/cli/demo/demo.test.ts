import type { Session, SessionUpdate } from '@open-ace/contracts/session';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestClient, type TestServer } from '../../../test/test-server.ts';
import { DEMO_PASSWORD, seedDemo } from './seed.ts';

const NOW = Date.now();
/** Enough of the logs to see that they come on top. */
const DAYS = 2;

interface Demo {
  server: TestServer;
  admin: TestClient;
  token: string;
  /** Requests outside of sessions. */
  added: number;
}

async function seeded(): Promise<Demo> {
  const server = await startTestServer();
  const added = await seedDemo({ ...server.deps, clock: { now: () => NOW } }, () => {}, DAYS);
  const payload = { json: { username: 'admin', password: DEMO_PASSWORD } };
  const { cookies } = await server.app.inject({ method: 'POST', url: '/trpc/auth.login', payload });
  const token = cookies.find(({ name }) => name === 'session_token')?.value ?? '';
  return { server, token, added, admin: server.client(token) };
}

let demo: Demo;
let again: Demo;
beforeAll(async () => {
  demo = await seeded();
  again = await seeded();
}, 120_000);
afterAll(async () => {
  await demo.server.close();
  await again.server.close();
});

const everySession = async ({ admin }: Demo) => (await admin.session.list.query({ everyone: true, limit: 200 })).items;

/** Every transcript, as its readers get it. */
async function transcripts({ server, token }: Demo, sessions: Session[]): Promise<Map<string, SessionUpdate[]>> {
  const socket = server.socket(token);
  const seen = new Map(sessions.map(({ id }) => [id, [] as SessionUpdate[]]));
  for (const [sessionId, updates] of seen)
    socket.client.session.events.subscribe({ sessionId }, { onData: ({ data }) => updates.push(data) });
  const isWhole = (updates: SessionUpdate[]) => updates.at(-1)?.event.type === 'process_ended';
  await expect.poll(() => [...seen.values()].every(isWhole), { timeout: 15_000 }).toBe(true);
  await socket.close();
  return seen;
}

/** What of a session is not an id. */
const figures = ({ title, status, model, usage, createdAt, lastActivityAt, endedAt, machine, owner, cwd }: Session) => ({
  ...{ title, status, model, usage, createdAt, lastActivityAt, endedAt, cwd },
  machine: machine.name,
  owner: owner.displayName,
});

test('two demos that begin at the same moment show the same', async () => {
  const seen = await Promise.all(
    [demo, again].map(async ({ admin, added, ...rest }) => {
      const audit = (await admin.audit.list.query({ limit: 200, to: new Date(NOW).toISOString() })).items;
      const entries = audit.map(({ action, at, actorName, resourceName, address, outcome }) => ({
        ...{ action, at, actorName, resourceName, address, outcome },
      }));
      const sessions = (await everySession({ admin, added, ...rest })).map(figures);
      return { added, sessions, entries, summary: await admin.usage.summary.query({}) };
    }),
  );
  expect(seen[0]).toEqual(seen[1]);
});

test('the administrator has sessions of their own, and no session waits for anybody', async () => {
  const own = (await demo.admin.session.list.query({ limit: 200 })).items;
  expect(own.length).toBeGreaterThanOrEqual(8);
  const all = await everySession(demo);
  expect(all.length).toBeGreaterThanOrEqual(38);
  expect([...new Set(all.map(({ status }) => status))]).toEqual(['ended']);
  expect(all.filter(({ title }) => title.length > 80 || title.endsWith('…'))).toEqual([]);
});

test('every transcript can be read, has no gap and leaves nothing open', async () => {
  const sessions = await everySession(demo);
  for (const [sessionId, updates] of await transcripts(demo, sessions)) {
    expect(await demo.admin.session.get.query({ sessionId })).toMatchObject({ id: sessionId, status: 'ended' });
    expect(updates.map(({ seq }) => seq)).toEqual(updates.map((_, index) => index + 1));
    const times = updates.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(NOW);
    const of = (type: SessionUpdate['event']['type'], id: 'toolCallId' | 'requestId') =>
      updates.flatMap(({ event }) => (event.type === type ? [String(Reflect.get(event, id))] : []));
    expect(of('tool_result', 'toolCallId')).toEqual(of('tool_call', 'toolCallId'));
    expect(of('permission_resolved', 'requestId')).toEqual(of('permission_request', 'requestId'));
  }
});

test('the transcripts show what can happen in a session', async () => {
  const events = [...(await transcripts(demo, await everySession(demo))).values()].flat().map(({ event }) => event);
  const told = new Set(
    events.map((event) => [event.type, Reflect.get(event, 'decision') ?? Reflect.get(event, 'outcome')].join(' ').trim()),
  );
  for (const kind of ['permission_resolved allow_once', 'permission_resolved allow_always', 'permission_resolved deny'])
    expect(told).toContain(kind);
  for (const kind of ['turn_ended completed', 'turn_ended interrupted', 'turn_ended failed']) expect(told).toContain(kind);
  for (const kind of ['thought', 'plan', 'notice', 'error']) expect(told).toContain(kind);
  const results = events.flatMap((event) => (event.type === 'tool_result' ? [event] : []));
  expect(results.some(({ diff }) => diff.includes('\n+'))).toBe(true);
  expect(results.some(({ exitCode }) => exitCode === 1)).toBe(true);
});

test('what sessions used is a part of what everybody used', async () => {
  const sessions = await everySession(demo);
  const summary = await demo.admin.usage.summary.query({});
  const sum = (of: (session: Session) => number) => sessions.reduce((total, session) => total + of(session), 0);
  expect(sessions.filter(({ usage }) => !usage.costUsd)).toEqual([]);
  expect(sum(({ usage }) => usage.requests) + demo.added).toBe(summary.requests);
  expect(sum(({ usage }) => usage.costUsd ?? 0)).toBeLessThan(summary.billedUsd);
  expect(sum(({ usage }) => usage.outputTokens)).toBeLessThan(summary.outputTokens);
  expect(summary.failedRequests).toBeGreaterThan(0);
});

test('a session ends while its machine is still there', async () => {
  const machines = (await demo.admin.machine.list.query({ limit: 200 })).items;
  const seenAt = new Map(machines.map((machine) => [machine.id, machine.seenAt ?? '']));
  const late = (await everySession(demo)).filter(({ endedAt, machine }) => (endedAt ?? '') > (seenAt.get(machine.id) ?? ''));
  expect(late.map(({ title }) => title)).toEqual([]);
});

test('the audit log tells of many things, in their order', async () => {
  const items: { action: string; at: string }[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await demo.admin.audit.list.query({ limit: 200, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(new Set(items.map(({ action }) => action)).size).toBeGreaterThanOrEqual(15);
  expect(items.map(({ at }) => at)).toEqual(
    items
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
});

test('there are three provider keys, one of them disabled, and no secret is a real one', async () => {
  const { items } = await demo.admin.providerKey.list.query({});
  expect(items.map(({ provider, enabled, test }) => [provider, enabled, test?.outcome])).toEqual([
    ['anthropic', false, 'ok'],
    ['anthropic', true, 'ok'],
    ['openai', true, 'ok'],
  ]);
});
