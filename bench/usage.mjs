import { join } from 'node:path';
import { load, root, row, temporaryFolder } from './lib.mjs';
import { BEGIN, lastDay, personId, seedLedger } from './usage/seed.mjs';

const server = await load(
  'apps/server',
  `export { buildApp } from './app.ts';
   export { createDeps } from './serve.ts';
   export { createLogger } from './platform/logger.ts';
   export { loadConfig } from './platform/config.ts';
   export { migrate } from './platform/db/migrate.ts';
   export { findFirstAdmin, prepareFirstAdmin } from './domains/auth/setup.ts';
   export { openSignIn } from './domains/auth/sign-in.ts';
   export { inTx } from './platform/db/tx.ts';
   export { default as pg } from 'pg';
   export { createDatabase, startPostgres } from '@open-ace/testkit/postgres';`,
);

/** BENCH_SHORT tries every row in a minute; its figures mean nothing. */
const sizes = process.env.BENCH_SHORT ? [10_000, 20_000] : [1_000_000, 10_000_000];
const CALLS = 40;

const from = new Date(BEGIN).toISOString().slice(0, 10);
const range = { from, to: lastDay };
const ragged = { from: new Date(BEGIN + 12_345_678).toISOString(), to: `${lastDay}T15:07:00.000Z` };

const { startPostgres, createDatabase } = server;
const postgres = await startPostgres();
const settingsOf = {
  sqlite: async () => ({}),
  postgresql: async (rows) => ({ DATABASE_URL: await createDatabase(postgres.url, `bench_${rows}`) }),
};

/** Statements of their own: a seed outlasts the patience that the server has with a transaction. */
async function filling({ DATABASE_URL }, database, work) {
  if (!DATABASE_URL) return work({ isPostgres: false, write: (sql) => database.transaction((tx) => tx.$executeRawUnsafe(sql)) });
  const client = new server.pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  await work({ isPostgres: true, write: (sql) => client.query(sql) });
  await client.end();
}

/** A server over a ledger of so many rows, and how an administrator asks it. */
async function startOver(provider, rows) {
  const config = server.loadConfig({
    OPENACE_DATA_DIR: temporaryFolder(),
    OPENACE_LOG_LEVEL: 'warn',
    OPENACE_ADMIN_PASSWORD: 'Bench-password-1',
    ...(await settingsOf[provider](rows)),
  });
  await server.migrate(config, join(root, 'prisma'));
  const deps = server.createDeps(config, server.createLogger('warn'));
  await server.prepareFirstAdmin(deps);
  const { tenantId, userId } = await server.findFirstAdmin(deps);
  await deps.database.transaction((tx) => tx.tenant.update({ where: { id: tenantId }, data: { timeZone: 'UTC' } }));
  await filling(config, deps.database, (database) => seedLedger(database, tenantId, rows));
  const origin = { address: '', userAgent: 'bench', requestId: 'bench', host: '', secure: false };
  const token = await server.inTx({ ...deps, origin }, async (tx) =>
    server.openSignIn(tx, await tx.db.user.findUnique({ where: { id: userId } })),
  );
  const app = await server.buildApp(deps);
  const ask = async (procedure, input) => {
    const url = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
    const { statusCode, body } = await app.inject({ url, headers: { authorization: `Bearer ${token}` } });
    if (statusCode !== 200) throw new Error(`${procedure}: ${body.slice(0, 500)}`);
  };
  const stop = async () => {
    await app.close();
    await deps.database.close();
  };
  return { ask, database: deps.database, stop };
}

/** What each page asks for, with a range of 90 days unless it says otherwise. */
const pages = [
  ['summary', 'usage.summary', range],
  ['summary, of one tool', 'usage.summary', { ...range, tool: 'tool-1' }],
  ['summary, ragged range', 'usage.summary', ragged],
  ['trend by day', 'analysis.trend', range],
  ['trend by week', 'analysis.trend', { ...range, grain: 'week' }],
  ['trend by day, of one person', 'analysis.trend', { ...range, userId: personId(7) }],
  ['trend by hour, a day', 'analysis.trend', { from: lastDay, to: lastDay, grain: 'hour' }],
  ['by person', 'analysis.ranking', { ...range, by: 'person' }],
  ['by person, of one tool', 'analysis.ranking', { ...range, by: 'person', tool: 'tool-1' }],
  ['by person, of one model', 'analysis.ranking', { ...range, by: 'person', model: 'model-3' }],
  ['by model', 'analysis.ranking', { ...range, by: 'model' }],
  ['by model, of one person', 'analysis.ranking', { ...range, by: 'model', userId: personId(7) }],
  ['hours of the week', 'analysis.heatmap', range],
  ['hours of the week, of one person', 'analysis.heatmap', { ...range, userId: personId(7) }],
  ['unusual days', 'analysis.anomalies', range],
  ['forecast', 'analysis.forecast', range],
  ['requests', 'usage.events', range],
  ['requests, of one person and model', 'usage.events', { ...range, userId: personId(7), model: 'model-3' }],
];

const quantile = (values, share) => values.sort((a, b) => a - b)[Math.floor(values.length * share)];
const timed = async (work) => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

for (const provider of Object.keys(settingsOf)) {
  const figures = new Map();
  for (const rows of sizes) {
    const { ask, database, stop } = await startOver(provider, rows);
    const reference = await timed(() =>
      database.reader.$queryRawUnsafe(
        `SELECT "tool", SUM("inputTokens"), SUM("outputTokens"), SUM("cacheReadTokens"), SUM("cacheWriteTokens"), SUM("costNano"), COUNT(*)
          FROM "UsageEvent" WHERE "status" IN ('settled', 'estimated') GROUP BY "tool"`,
      ),
    );
    for (const [name, procedure, input] of pages) {
      const taken = [];
      for (let n = 0; n < CALLS; n++) taken.push(await timed(() => ask(procedure, input)));
      const p95 = quantile(taken, 0.95);
      const before = figures.get(name);
      figures.set(name, p95);
      const growth = before === undefined ? '' : `; ${(p95 / before).toFixed(2)} x of ${sizes[0] / 1e6}M, goal 1.5`;
      row(`usage: ${provider}, ${rows / 1e6}M: ${name}, p95`, p95, reference, 'ms', `the raw sum over the rows; goal 20 ms${growth}`);
    }
    await stop();
  }
}
await postgres.stop();
