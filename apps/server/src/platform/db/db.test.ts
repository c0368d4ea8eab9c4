import { AsyncResource } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diff } from '@open-ace/prisma/engine';
import { headOf } from '@open-ace/prisma/heads';
import { createDatabase } from '@open-ace/testkit/postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrations } from '../../../test/global-setup.ts';
import { startTestServer, type TestServer } from '../../../test/test-server.ts';
import { newId } from '../ids.ts';
import { migrate } from './migrate.ts';
import { systemScope, tenantFilter } from './scope.ts';
import { afterTx, inTx } from './tx.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const setting = (key: string, value = '0') => ({ key, value, updatedAt: new Date(0) });

test('migrations end where the models are', async () => {
  const { provider } = server.deps.database;
  expect(await diff(provider, { url: server.deps.config.databaseUrl }, { models: headOf(provider) })).toBe('');
});

test('three servers that start at once on an empty database migrate it once', async () => {
  const { provider } = server.deps.database;
  const folder = mkdtempSync(join(tmpdir(), 'open-ace-migrate-'));
  const databaseUrl =
    provider === 'sqlite'
      ? `file:${join(folder, 'ace.db')}`
      : await createDatabase(inject('template').replace(/\/[^/]*$/, '/postgres'), `migrate_${newId().replaceAll('-', '')}`);
  const applied = await Promise.all([1, 2, 3].map(() => migrate({ provider, databaseUrl }, migrations)));
  expect(applied.flat().length).toBe(new Set(applied.flat()).size);
  expect(applied.flat().length).toBeGreaterThan(0);
  rmSync(folder, { recursive: true, force: true });
});

test('two hundred transactions that read, then write, lose nothing', async () => {
  const { deps } = server;
  await inTx(deps, (tx) => tx.db.setting.create({ data: setting('counter') }));
  await Promise.all(
    Array.from({ length: 200 }, () =>
      inTx(deps, async (tx) => {
        const rows = await tx.db.$queryRaw<
          { value: string }[]
        >`UPDATE "Setting" SET "value" = "value" WHERE "key" = 'counter' RETURNING "value"`;
        await tx.db.setting.update({ where: { key: 'counter' }, data: { value: String(Number(rows[0]?.value) + 1) } });
      }),
    ),
  );
  expect((await deps.db.setting.findUnique({ where: { key: 'counter' } }))?.value).toBe('200');
});

test('inside a transaction the outer client throws at once instead of waiting for itself', async () => {
  const started = Date.now();
  await expect(inTx(server.deps, () => server.deps.db.setting.findFirst())).rejects.toThrow('Inside a transaction');
  expect(Date.now() - started).toBeLessThan(1000);
});

test('outside a transaction nothing is written', async () => {
  await expect(server.deps.db.setting.create({ data: setting('loose') })).rejects.toThrow('do it inside inTx');
  await expect(server.deps.db.$executeRaw`DELETE FROM "Setting"`).rejects.toThrow('do it inside inTx');
});

test('what is put off until the commit does not happen when there is none', async () => {
  const done: string[] = [];
  await inTx(server.deps, async (tx) => afterTx(tx, () => done.push('committed')));
  const failing = inTx(server.deps, async (tx) => {
    afterTx(tx, () => done.push('never'));
    await tx.db.setting.create({ data: setting('rolled-back') });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(done).toEqual(['committed']);
  expect(await server.deps.db.setting.findUnique({ where: { key: 'rolled-back' } })).toBeNull();
});

test('readers see only what is committed, and are not held up by a writer', async () => {
  // Bound here, outside the transaction's own flow, as another request would be.
  const read = AsyncResource.bind(() => server.deps.db.setting.findUnique({ where: { key: 'slow' } }).then((row) => row));
  let seen: unknown = 'nothing read';
  await inTx(server.deps, async (tx) => {
    await tx.db.setting.create({ data: setting('slow') });
    seen = await read();
  });
  expect(seen).toBeNull();
  expect(await read()).not.toBeNull();
});

test('a missing tenant is a denial, never every tenant', () => {
  const { db } = server.deps;
  for (const tenantId of ['', undefined, null]) expect(() => tenantFilter({ db, tenantId: tenantId as string })).toThrow('No tenant');
  expect(tenantFilter(systemScope({ db }, 'a test'))).toEqual({});
});
