import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Prisma } from '@open-ace/prisma/sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.ts';
import { afterTx, inRawTx, inTx } from './tx.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const setting = (key: string) =>
  Prisma.sql`INSERT INTO "Setting" ("key", "value", "updatedAt") VALUES (${key}, '0', '2026-01-01T00:00:00Z')`;
const value = async (key: string) =>
  (await server.deps.db.$queryRaw<{ value: string }[]>`SELECT "value" FROM "Setting" WHERE "key" = ${key}`)[0]?.value;

test('raw transactions and Prisma’s take turns: none waits for ever, none loses anything', async () => {
  const { deps } = server;
  await deps.database.write(setting('turns'));
  const started = Date.now();
  const add = (n: number) => {
    if (n % 3 === 0)
      return deps.database.write(
        Prisma.sql`UPDATE "Setting" SET "value" = CAST(CAST("value" AS INTEGER) + 1 AS TEXT) WHERE "key" = 'turns'`,
      );
    const work = async (tx: { db: Pick<typeof deps.db, '$queryRaw' | '$executeRaw'> }) => {
      const [row] = await tx.db.$queryRaw<
        { value: string }[]
      >`UPDATE "Setting" SET "value" = "value" WHERE "key" = 'turns' RETURNING "value"`;
      await tx.db.$executeRaw`UPDATE "Setting" SET "value" = ${String(Number(row?.value) + 1)} WHERE "key" = 'turns'`;
    };
    return n % 3 === 1 ? inTx(deps, work) : inRawTx(deps, work);
  };
  await Promise.all(Array.from({ length: 150 }, (_, n) => add(n)));
  expect(await value('turns')).toBe('150');
  expect(Date.now() - started).toBeLessThan(15_000);
});

test('a raw transaction that fails does nothing, and what it put off does not happen', async () => {
  const done: string[] = [];
  const failing = inRawTx(server.deps, async (tx) => {
    afterTx(tx, () => done.push('never'));
    await tx.db.$executeRaw(setting('rolled back'));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await inRawTx(server.deps, async (tx) => afterTx(tx, () => done.push('committed')));
  expect(done).toEqual(['committed']);
  expect(await value('rolled back')).toBeUndefined();
});

test('readers see of it what is committed', async () => {
  const running = inRawTx(server.deps, async (tx) => {
    await tx.db.$executeRaw(setting('committed'));
    await sleep(100);
  });
  await sleep(20);
  expect(await value('committed')).toBeUndefined();
  await running;
  expect(await value('committed')).toBe('0');
});

test('inside one, nothing but itself can be reached', async () => {
  const { database, db } = server.deps;
  const outer = [() => db.setting.findFirst(), () => database.write(setting('x')), () => database.transaction(async () => {})];
  for (const reach of outer) await expect(inRawTx(server.deps, async () => void (await reach()))).rejects.toThrow('Inside a transaction');
  await expect(inTx(server.deps, () => database.rawTransaction(async () => {}))).rejects.toThrow('Inside a transaction');
});

/** Open files of this process that belong to a database file. */
const openFiles = (path: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(path);
    } catch {
      return false;
    }
  }).length;

test.runIf(process.platform === 'linux')('transactions leave no connection behind, whether they succeed or fail', async (context) => {
  const { deps } = server;
  if (deps.database.provider !== 'sqlite') return context.skip('PostgreSQL has a pool');
  const path = deps.config.databaseUrl.replace(/^file:/, '');
  const work = (n: number) =>
    inTx(deps, async (tx) => {
      await tx.db.$executeRaw(setting(`left-${n}`));
      if (n % 4 === 0) throw new Error('not this one');
    }).catch(() => undefined);
  await work(1);
  const before = openFiles(path);
  expect(before).toBeGreaterThan(0);
  for (let n = 2; n < 60; n++) await work(n);
  expect(openFiles(path)).toBe(before);
  expect([await value('left-3'), await value('left-4')]).toEqual(['0', undefined]);
});

test('dates are written and read as Prisma does it, wherever the server stands', async () => {
  const { deps } = server;
  const zone = process.env.TZ;
  process.env.TZ = 'Asia/Shanghai';
  try {
    const at = new Date('2026-03-29T00:30:00.123Z');
    await deps.database.write(Prisma.sql`INSERT INTO "Setting" ("key", "value", "updatedAt") VALUES ('dated', '', ${at})`);
    expect((await deps.db.setting.findUnique({ where: { key: 'dated' } }))?.updatedAt).toEqual(at);
    await inTx(deps, (tx) => tx.db.setting.create({ data: { key: 'dated too', value: '', updatedAt: at } }));
    const same = await deps.database.rawReader.$queryRaw<{ key: string; updatedAt: string | Date }[]>`
      SELECT "key", "updatedAt" FROM "Setting" WHERE "updatedAt" = ${at} ORDER BY "key"`;
    expect(same.map(({ key, updatedAt }) => [key, new Date(updatedAt)])).toEqual([
      ['dated', at],
      ['dated too', at],
    ]);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
