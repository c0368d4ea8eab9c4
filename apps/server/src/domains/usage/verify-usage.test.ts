import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR } from '#platform/clock';
import { startTestServer, type TestServer } from '../../../test/test-server.ts';
import { report } from '../../../test/usage-report.ts';
import { verifyTenant } from './verify-usage.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** A ledger over a day on which clocks go back, in a zone of quarters. */
async function filled(timeZone: string) {
  const tenant = await server.tenant();
  await server.deps.database.transaction((tx) => tx.tenant.update({ where: { id: tenant.id }, data: { timeZone } }));
  const machine = await tenant.machine();
  const reports = Array.from({ length: 150 }, (_, n) =>
    report({ at: Date.parse('2026-10-20T00:00:00Z') + n * 2 * HOUR + n * 1000, model: n % 3 ? 'claude-sonnet-4-5' : 'no-such-model' }),
  );
  await machine.client.collection.push.mutate({ reports });
  return { id: tenant.id, timeZone };
}

test.each(['Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
  'sums that are kept with the rows are theirs, in %s',
  async (timeZone) => {
    expect(await verifyTenant(server.deps, await filled(timeZone))).toEqual([]);
  },
);

test('of a tenant without use nothing differs', async () => {
  const { id } = await server.tenant();
  expect(await verifyTenant(server.deps, { id, timeZone: 'UTC' })).toEqual([]);
});

test('a sum that somebody changed, in whichever table, is named with what it lacks', async () => {
  const tenant = await filled('Europe/Berlin');
  const where = { tenantId: tenant.id };
  const { database, db } = server.deps;
  const [quarter, day] = [await db.usageQuarter.findFirstOrThrow({ where }), await db.usageDay.findFirstOrThrow({ where })];
  const [ofPerson, ofHour, ofMonth] = await Promise.all([
    db.usageSum.findFirstOrThrow({ where: { ...where, dimension: 'user', grain: 'day' } }),
    db.usageSum.findFirstOrThrow({ where: { ...where, dimension: 'hour', grain: 'day' } }),
    db.usageSum.findFirstOrThrow({ where: { ...where, dimension: 'model', grain: 'month' } }),
  ]);
  await database.transaction(async (tx) => {
    await tx.usageQuarter.deleteMany({ where: { ...where, bucket: quarter.bucket } });
    await tx.usageDay.updateMany({ where: { ...where, day: day.day, model: day.model }, data: { requests: day.requests + 2n } });
    for (const { dimension, grain, period, value } of [ofPerson, ofHour, ofMonth])
      await tx.usageSum.updateMany({ where: { ...where, dimension, grain, period, value }, data: { outputTokens: 1n } });
  });
  const found = await verifyTenant(server.deps, tenant);
  expect(found.find(({ table }) => table === 'UsageQuarter')).toMatchObject({
    cell: { bucket: String(quarter.bucket), model: quarter.model },
    missing: { requests: 1, inputTokens: 1000 },
  });
  expect(found.find(({ table, cell }) => table === 'UsageDay' && cell.day === day.day)?.missing.requests).toBeLessThanOrEqual(-2);
  const cells = found.filter(({ table }) => table === 'UsageSum').map(({ cell }) => `${cell.dimension} ${cell.period} ${cell.value}`);
  for (const { dimension, period, value } of [ofPerson, ofHour, ofMonth]) expect(cells).toContain(`${dimension} ${period} ${value}`);
});

test('so is a row of which no sum knows, also before all others', async () => {
  const tenant = await filled('UTC');
  const row = await server.deps.db.usageEvent.findFirstOrThrow({ where: { tenantId: tenant.id }, orderBy: { at: 'asc' } });
  await server.deps.database.transaction((tx) => tx.usageEvent.update({ where: { id: row.id }, data: { at: row.at - BigInt(3 * DAY) } }));
  const found = await verifyTenant(server.deps, tenant);
  expect(found.map(({ table, missing }) => [table, missing.requests])).toEqual([
    ['UsageQuarter', 1],
    ['UsageQuarter', -1],
  ]);
});
