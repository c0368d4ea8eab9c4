import type { PersonState } from '@open-ace/contracts/sync';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type SyncedPart, SyncedState, type UnwrittenMemory } from './synced-state.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => vi.useRealTimers());

/** The server, with the line to each of a person's browsers. */
class FakeServer {
  readonly states = new Map<string, PersonState>();
  readonly readers: ((state: PersonState) => void)[] = [];
  writes = 0;
  isAway = false;
  #clock = 0;

  async list() {
    return [...this.states.values()];
  }

  async set(key: string, value: string) {
    if (this.isAway) throw new Error('away');
    this.writes++;
    const updatedAt = new Date(++this.#clock).toISOString();
    const state = { key, value, version: 1, updatedAt };
    if (value === 'null') this.states.delete(key);
    else this.states.set(key, state);
    for (const tell of this.readers) tell(state);
    return state;
  }
}

/** What one browser remembers, drafts for instance. */
class Part implements SyncedPart {
  values: Record<string, unknown> = {};
  readonly writtenAfter = 500;
  readonly #listeners = new Set<() => void>();
  owns = (key: string) => key.startsWith('draft:');
  read = () => this.values;
  subscribe = (listener: () => void) => void this.#listeners.add(listener);

  apply(key: string, value: unknown) {
    const { [key]: _before, ...others } = this.values;
    this.#set(value === undefined ? others : { ...others, [key]: value });
  }

  type(key: string, value: string) {
    this.#set({ ...this.values, [key]: value });
  }

  clear(key: string) {
    this.apply(key, undefined);
  }

  #set(values: Record<string, unknown>) {
    this.values = values;
    for (const listener of this.#listeners) listener();
  }
}

/** What outlives a reload. */
class Memory implements UnwrittenMemory {
  values: Readonly<Record<string, string>> = {};
  load = () => this.values;
  save = (values: Readonly<Record<string, string>>) => {
    this.values = values;
  };
}

async function browser(server: FakeServer, values: Record<string, unknown> = {}, unwritten: Readonly<Record<string, string>> = {}) {
  const part = new Part();
  part.values = values;
  const memory = new Memory();
  memory.values = unwritten;
  const synced = new SyncedState(server, [part], memory);
  const tell = (state: PersonState) => synced.receive(state);
  server.readers.push(tell);
  await synced.read();
  const leave = () => server.readers.splice(server.readers.indexOf(tell), 1);
  const rejoin = () => server.readers.push(tell);
  return { part, synced, memory, leave, rejoin };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('what is typed in one browser is in the other, in one write', async () => {
  const server = new FakeServer();
  const [one, other] = [await browser(server), await browser(server)];
  for (const text of ['h', 'he', 'hey']) one.part.type('draft:a', text);
  await pass(500);
  expect(other.part.values).toEqual({ 'draft:a': 'hey' });
  await pass(10_000);
  expect(server.writes).toBe(1);
});

test('what is done before the server was read is kept', async () => {
  const server = new FakeServer();
  const one = await browser(server);
  one.part.type('draft:a', 'old');
  await pass(500);
  const part = new Part();
  part.values = { 'draft:a': 'old' };
  const synced = new SyncedState(server, [part], new Memory());
  part.type('draft:a', 'new');
  await synced.read();
  await pass(500);
  expect([part.values, one.part.values]).toEqual([{ 'draft:a': 'new' }, { 'draft:a': 'new' }]);
});

test('what was typed just before a reload holds against what the server has', async () => {
  const server = new FakeServer();
  const before = await browser(server);
  before.part.type('draft:a', 'half');
  before.part.type('draft:b', 'sent');
  await pass(500);
  expect(before.memory.values).toEqual({});
  before.leave();
  server.isAway = true;
  before.part.type('draft:a', 'half a thought');
  before.part.clear('draft:b');
  await pass(600);
  expect(before.memory.values).toEqual({ 'draft:a': '"half a thought"', 'draft:b': 'null' });

  server.isAway = false;
  const after = await browser(server, before.part.values, before.memory.values);
  await pass(500);
  expect(after.part.values).toEqual({ 'draft:a': 'half a thought' });
  expect((await server.list()).map(({ key, value }) => [key, value])).toEqual([['draft:a', '"half a thought"']]);
  expect(after.memory.values).toEqual({});
});

test('what had not been written outlives a reload, also of a part that does not', async () => {
  const server = new FakeServer();
  const before = await browser(server);
  before.part.type('draft:a', 'first');
  await pass(500);
  server.isAway = true;
  before.part.type('draft:a', 'second');
  await pass(600);
  before.leave();

  server.isAway = false;
  const after = await browser(server, {}, before.memory.values);
  await pass(500);
  expect(after.part.values).toEqual({ 'draft:a': 'second' });
  expect((await server.list()).map(({ key, value }) => [key, value])).toEqual([['draft:a', '"second"']]);
});

test('what is cleared is cleared everywhere', async () => {
  const server = new FakeServer();
  const [one, other] = [await browser(server), await browser(server)];
  one.part.type('draft:a', 'hey');
  await pass(500);
  other.part.clear('draft:a');
  await pass(500);
  expect([one.part.values, server.states.size]).toEqual([{}, 0]);
});

test('a browser that opens later has it, and tells what only it has', async () => {
  const server = new FakeServer();
  const one = await browser(server);
  one.part.type('draft:a', 'hey');
  await pass(500);
  const other = await browser(server, { 'draft:b': 'kept here' });
  expect(other.part.values).toEqual({ 'draft:a': 'hey', 'draft:b': 'kept here' });
  await pass(500);
  expect(one.part.values).toEqual({ 'draft:a': 'hey', 'draft:b': 'kept here' });
});

test('what somebody types here is not replaced by what comes from elsewhere', async () => {
  const server = new FakeServer();
  const [one, other] = [await browser(server), await browser(server)];
  one.part.type('draft:a', 'mine');
  other.part.type('draft:a', 'theirs');
  await other.synced.flush();
  expect(one.part.values).toEqual({ 'draft:a': 'mine' });
  await pass(500);
  expect([one.part.values, other.part.values]).toEqual([{ 'draft:a': 'mine' }, { 'draft:a': 'mine' }]);
});

test('of words that follow each other fast none comes back', async () => {
  const server = new FakeServer();
  const one = await browser(server);
  const late: PersonState[] = [];
  server.readers.length = 0;
  server.readers.push((state) => late.push(state));
  one.part.type('draft:a', 'first');
  await one.synced.flush();
  one.part.type('draft:a', 'second');
  await one.synced.flush();
  for (const state of late) one.synced.receive(state);
  expect(one.part.values).toEqual({ 'draft:a': 'second' });
});

test('what came while something was being written holds if it is the later', async () => {
  const server = new FakeServer();
  const one = await browser(server);
  one.part.type('draft:a', 'mine');
  const writing = one.synced.flush();
  one.synced.receive({ key: 'draft:a', value: '"theirs"', version: 2, updatedAt: new Date(1000).toISOString() });
  await writing;
  expect(one.part.values).toEqual({ 'draft:a': 'theirs' });
});

test('a write that fails is tried again, with what it is by then', async () => {
  const server = new FakeServer();
  const [one, other] = [await browser(server), await browser(server)];
  server.isAway = true;
  one.part.type('draft:a', 'hey');
  await pass(600);
  one.part.type('draft:a', 'hey there');
  await pass(2_000);
  server.isAway = false;
  await pass(60_000);
  expect(other.part.values).toEqual({ 'draft:a': 'hey there' });
  expect(server.writes).toBe(1);
});

test('after a cut line what was missed is taken, removals too', async () => {
  const server = new FakeServer();
  const [one, other] = [await browser(server), await browser(server)];
  one.part.type('draft:a', 'hey');
  one.part.type('draft:b', 'ho');
  await pass(500);
  other.leave();
  one.part.clear('draft:a');
  one.part.type('draft:b', 'ho ho');
  await pass(500);
  other.rejoin();
  await other.synced.read();
  expect(other.part.values).toEqual({ 'draft:b': 'ho ho' });
  await pass(10_000);
  expect(one.part.values).toEqual({ 'draft:b': 'ho ho' });
});

test('what is too long stays here', async () => {
  const server = new FakeServer();
  const one = await browser(server);
  one.part.type('draft:a', 'x'.repeat(100_001));
  await pass(500);
  expect(server.writes).toBe(0);
  expect(one.part.values['draft:a']).toHaveLength(100_001);
});
