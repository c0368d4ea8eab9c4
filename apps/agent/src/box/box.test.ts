import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoxItem, PushEvents, PushedEvents } from '@open-ace/contracts/session-events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../logger.ts';
import { patiently } from '../testing.ts';
import { Box } from './box.ts';

const session = '01890000-0000-7000-8000-000000000001';
const log = createLogger('silent');
const error = (message: string) => ({ type: 'error' as const, message });
const never = new AbortController().signal;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'openace-box-'));
});
afterEach(async () => {
  // Killed ones among them: only their open files are left to close.
  for (const box of opened.splice(0)) await box.close();
  rmSync(dir, { recursive: true, force: true });
});

const opened: Box[] = [];
async function open(maxBytes = 1 << 20, folder = dir): Promise<Box> {
  const box = await Box.open(folder, { maxBytes, log });
  opened.push(box);
  return box;
}

/** The server's side of it: takes what follows without gap, once. */
class Server {
  readonly taken: string[] = [];
  readonly #boxes = new Map<string, number>();

  push({ boxId, items }: PushEvents): PushedEvents {
    let last = this.#boxes.get(boxId) ?? 0;
    for (const item of items) {
      if (item.seq !== last + 1) continue;
      last += 1;
      this.taken.push(messageOf(item));
    }
    this.#boxes.set(boxId, last);
    return { acknowledged: last };
  }

  forget(): void {
    this.#boxes.clear();
  }
}

const messageOf = ({ event }: BoxItem) => (event.type === 'error' ? event.message : event.type);

async function pushOnce(box: Box, server: Server, most?: number): Promise<void> {
  const batch = await box.next(never, most);
  if (batch) await box.acknowledge(batch, server.push({ boxId: batch.boxId, items: [...batch.items] }).acknowledged);
}

async function pushAll(box: Box, server: Server): Promise<void> {
  while (!box.isEmpty) await pushOnce(box, server);
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

test('events are numbered from 1, kept until the server has them, and then gone from the disk', async () => {
  const box = await open();
  await box.append(session, error('a'));
  await box.append(session, error('b'));
  const batch = await box.next(never);
  expect(batch?.items.map(({ seq, sessionId, event }) => ({ seq, sessionId, event }))).toEqual([
    { seq: 1, sessionId: session, event: error('a') },
    { seq: 2, sessionId: session, event: error('b') },
  ]);
  expect(filesBelow(dir)).toHaveLength(1);
  const server = new Server();
  await pushAll(box, server);
  expect(server.taken).toEqual(['a', 'b']);
  await box.close();
  expect(filesBelow(dir)).toEqual([]);
});

test('what an earlier boot left comes first, under its own name', async () => {
  const first = await open();
  await first.append(session, error('a'));
  const second = await open();
  await second.append(session, error('b'));
  const server = new Server();
  await pushOnce(second, server);
  const next = await second.next(never);
  expect(server.taken).toEqual(['a']);
  expect(next?.items.map(messageOf)).toEqual(['b']);
  expect(next?.items[0]?.seq).toBe(1);
});

test('a line that a crash cut off is cut away, and numbering goes on behind it', async () => {
  const first = await open();
  await first.append(session, error('a'));
  const [file = ''] = filesBelow(dir);
  const whole = statSync(file).size;
  appendFileSync(file, '{"seq":2,"sessionId":"0189');
  const second = await open();
  expect(statSync(file).size).toBe(whole);
  await second.append(session, error('b'));
  const server = new Server();
  await pushAll(second, server);
  expect(server.taken).toEqual(['a', 'b']);
});

test('events that the server had taken before its answer was lost are not doubled', async () => {
  const box = await open();
  const server = new Server();
  for (const letter of 'abcdef') await box.append(session, error(letter));
  const batch = await box.next(never, 4);
  server.push({ boxId: batch?.boxId ?? '', items: [...(batch?.items ?? [])] });
  await pushAll(box, server);
  expect(server.taken.join('')).toBe('abcdef');
});

test('a server that was set back to an earlier day gets what it has not seen under a new name', async () => {
  const box = await open();
  const server = new Server();
  await box.append(session, error('a'));
  await pushAll(box, server);
  server.forget();
  await box.append(session, error('b'));
  await box.append(session, error('c'));
  await pushAll(box, server);
  await box.append(session, error('d'));
  await pushAll(box, server);
  expect(server.taken.join('')).toBe('abcd');
});

test('a renumbered box survives the next start', async () => {
  const first = await open();
  const server = new Server();
  await first.append(session, error('a'));
  await pushAll(first, server);
  server.forget();
  await first.append(session, error('b'));
  await pushOnce(first, server);
  const second = await open();
  await second.append(session, error('c'));
  await pushAll(second, server);
  expect(server.taken.join('')).toBe('abc');
});

describe('a full box', () => {
  const long = 'x'.repeat(1000);

  test('takes no more until the server has some of it, and drops nothing', async () => {
    const onFull = vi.fn();
    const box = await Box.open(dir, { maxBytes: 8000, log, onFull });
    let appended = 0;
    const adding = Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        await box.append(session, error(`${n}:${long}`));
        appended += 1;
      }),
    );
    await expect.poll(() => onFull.mock.calls.length, patiently).toBe(1);
    const before = appended;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(appended).toBe(before);
    expect(appended).toBeLessThan(8);
    expect(box.bytes).toBeLessThanOrEqual(8000);
    const server = new Server();
    while (server.taken.length < 20) await pushOnce(box, server, 2);
    await adding;
    expect(server.taken.map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test('takes one event that is larger than the whole box', async () => {
    const box = await open(500);
    await box.append(session, error(long));
    const second = box.append(session, error('after'));
    const server = new Server();
    await pushOnce(box, server);
    await second;
    await pushAll(box, server);
    expect(server.taken).toEqual([long, 'after']);
  });

  test('that is closed stays as it is on disk', async () => {
    const box = await open(3000);
    const adding = Array.from({ length: 5 }, (_, n) => box.append(session, error(`${n}:${long}`)));
    await Promise.race(adding);
    await box.close();
    const server = new Server();
    await pushAll(await open(3000), server);
    expect(server.taken[0]).toMatch(/^0:/);
  });
});

test('batches keep to their bounds', async () => {
  const box = await open(64 << 20);
  await Promise.all(Array.from({ length: 1200 }, (_, n) => box.append(session, error(String(n)))));
  const first = await box.next(never);
  expect(first?.items).toHaveLength(500);
  await Promise.all(
    Array.from({ length: 20 }, () => box.append(session, { type: 'message' as const, itemId: 'm', text: 'y'.repeat(100_000) })),
  );
  const server = new Server();
  for (let n = 0; n < 3; n++) await pushOnce(box, server);
  while (!box.isEmpty) {
    const batch = await box.next(never);
    expect(JSON.stringify(batch?.items).length).toBeLessThan(1 << 20);
    await pushOnce(box, server);
  }
  expect(server.taken).toHaveLength(1220);
});

/** Appends, pushes of any size, lost answers, and crashes at any point of a write. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('append' as const), lengths: fc.array(fc.nat(400), { minLength: 1, maxLength: 6 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('push' as const), most: fc.integer({ min: 1, max: 5 }), isAnswerLost: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), tornBytes: fc.nat(200) }) },
);

/** One agent after the other on one folder, and what the server makes of it. */
class Life {
  readonly server = new Server();
  readonly appended: string[] = [];
  readonly #folder = mkdtempSync(join(dir, 'run-'));
  #box: Box | undefined;

  async box(): Promise<Box> {
    this.#box ??= await open(16_000, this.#folder);
    return this.#box;
  }

  async append(lengths: readonly number[]): Promise<void> {
    const box = await this.box();
    // A producer that is made to wait is answered by the pushes that follow; here it would stand still.
    if (box.bytes > 12_000) return;
    for (const length of lengths) {
      const text = `${this.appended.length}:${'x'.repeat(length)}`;
      this.appended.push(text);
      await box.append(session, error(text));
    }
  }

  async push(most: number, isAnswerLost: boolean): Promise<void> {
    const box = await this.box();
    if (box.isEmpty) return;
    const batch = await box.next(never, most);
    if (!batch) return;
    const { acknowledged } = this.server.push({ boxId: batch.boxId, items: [...batch.items] });
    if (!isAnswerLost) await box.acknowledge(batch, acknowledged);
  }

  /** Killed: nothing is closed. A write that was under way left the beginning of its line. */
  crash(tornBytes: number): void {
    const last = filesBelow(this.#folder).sort().at(-1);
    if (last !== undefined && tornBytes > 0) appendFileSync(last, `{"seq":${'9'.repeat(tornBytes)}`);
    this.#box = undefined;
  }
}

test('whatever is appended arrives once and in order, through crashes and lost answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const life = new Life();
      for (const action of steps) {
        if (action.do === 'append') await life.append(action.lengths);
        else if (action.do === 'push') await life.push(action.most, action.isAnswerLost);
        else life.crash(action.tornBytes);
      }
      await pushAll(await life.box(), life.server);
      expect(life.server.taken).toEqual(life.appended);
    }),
    { numRuns: 60 },
  );
});
