import { join } from 'node:path';
import { load, median, root, row, temporaryFolder } from './lib.mjs';

const { openDatabase, migrate, sumUsage } = await load(
  'apps/server',
  "export { openDatabase } from './platform/db/client.ts'; export { migrate } from './platform/db/migrate.ts'; export { sumUsage } from './domains/usage/sums/repository.ts';",
);
const ROWS = 1_000_000;
const settings = { provider: 'sqlite', databaseUrl: `file:${join(temporaryFolder(), 'ace.db')}`, DATABASE_POOL: 1 };
await migrate(settings, join(root, 'prisma'));
const database = openDatabase(settings);

// 90 days of 40 people with three tools and five models, written by the database itself.
await database.transaction(async (tx) => {
  await tx.$executeRawUnsafe(`INSERT INTO "UsageEvent" ("id", "tenantId", "source", "sourceKey", "status", "at", "userId", "tool", "provider", "model", "inputTokens", "outputTokens", "cacheReadTokens", "costNano", "billing")
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS - 1})
    SELECT 'id-' || i, 't', 'history', 'k-' || i, 'settled', 1790000000000 + (i * 7777777 % 7776000000), 'user-' || (i % 40), 'tool-' || (i % 3), 'anthropic', 'model-' || (i % 5), i % 3000, i % 500, i % 20000, i % 90000, 'api' FROM n`);
  const sums = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'reasoningTokens']
    .map((name) => `SUM("${name}")`)
    .join(', ');
  const rest = `'', "tool", "provider", "model", ${sums}, COUNT(*), 0, 0, SUM("costNano"), SUM("costNano") FROM "UsageEvent" GROUP BY 2, "userId", "tool", "provider", "model"`;
  const columns =
    '"userId", "machineId", "projectId", "tool", "provider", "model", "inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens", "reasoningTokens", "requests", "failedRequests", "unpricedRequests", "costNano", "billedNano"';
  await tx.$executeRawUnsafe(
    `INSERT INTO "UsageDay" ("tenantId", "day", ${columns}) SELECT 't', date("at" / 1000, 'unixepoch'), "userId", '', ${rest}`,
  );
  await tx.$executeRawUnsafe(
    `INSERT INTO "UsageQuarter" ("tenantId", "bucket", ${columns}) SELECT 't', "at" / 900000 * 900000, "userId", '', ${rest}`,
  );
});

const scope = { db: database.reader, tenantId: 't' };
const raw = () =>
  database.reader.$queryRawUnsafe(`SELECT "tool", SUM("inputTokens"), SUM("outputTokens"), SUM("cacheReadTokens"), SUM("cacheWriteTokens"), SUM("costNano"), COUNT(*)
    FROM "UsageEvent" WHERE "tenantId" = 't' AND "status" IN ('settled', 'estimated') GROUP BY "tool"`);
const reference = await median(3, raw);
const days = { kind: 'days', from: undefined, to: undefined };
row(
  'ledger: all time by tool, 1M rows',
  await median(9, () => sumUsage(scope, days, {}, ['tool'])),
  reference,
  'ms',
  'the raw sum over the rows',
);
const month = { kind: 'days', from: '2026-11-01', to: '2026-11-30' };
row(
  'ledger: a month by person, 1M rows',
  await median(9, () => sumUsage(scope, month, {}, ['userId'])),
  reference,
  'ms',
  'the raw sum over the rows',
);
const ragged = { kind: 'moments', from: 1790000000000 + 12_345_678, to: 1790000000000 + 7 * 86_400_000 };
row(
  'ledger: seven ragged days by tool, 1M rows',
  await median(9, () => sumUsage(scope, ragged, {}, ['tool'])),
  reference,
  'ms',
  'the raw sum over the rows',
);
await database.close();
