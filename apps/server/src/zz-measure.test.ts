import { test } from 'vitest';
import { startTestServer } from '/work/main/apps/server/test/test-server.ts';
import { openCalls, settleCalls } from '/work/main/apps/server/src/domains/usage/index.ts';
import { systemCtx } from '/work/main/apps/server/src/platform/context.ts';
import { newId } from '/work/main/apps/server/src/platform/ids.ts';
import { openDatabase } from '/work/main/apps/server/src/platform/db/client.ts';
import { createClient } from '@libsql/client';
async function time(name: string, n: number, per: number, f: (i: number) => Promise<unknown>) {
  const c = process.cpuUsage(); const t = performance.now();
  for (let i = 0; i < n; i++) await f(i);
  const u = process.cpuUsage(c);
  console.log(name.padEnd(40), 'cpu us/row', ((u.user + u.system) / n / per).toFixed(1), 'cpu us/op', ((u.user + u.system) / n).toFixed(0), 'wall us/op', ((performance.now() - t) * 1000 / n).toFixed(0));
}
test('measure', async () => {
  const s = await startTestServer();
  const t = await s.tenant();
  const ctx = systemCtx(s.deps, t.id, 'x');
  const call = () => ({ id: newId(), userId: newId(), machineId: newId(), sessionId: newId(), toolSessionId: newId(), tool: 'claude-code', provider: 'anthropic', model: 'claude-sonnet-4-5', cwd: '/x', gitRemote: '', gitBranch: '', providerKeyId: newId(), streamed: true, holder: 'h', inputTokens: 100 });
  const user = newId();
  for (const size of [1, 8, 32, 100]) {
    const n = Math.ceil(400 / size);
    const batches = Array.from({ length: n }, () => Array.from({ length: size }, () => ({ ...call(), userId: user, machineId: user })));
    await time(`open ${size}`, n, size, (i) => openCalls(ctx, batches[i]!));
    await time(`settle ${size}`, n, size, (i) => settleCalls(ctx, batches[i]!.map(({ id }) => ({ id, status: 'settled' as const, tokens: { inputTokens: 1, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 }, matchId: 'msg_' + id, matchWitness: 'r' }))));
  }
  if (s.deps.database.provider === 'sqlite') {
    const c = createClient({ url: s.deps.config.databaseUrl });
    for (const sql of [
      `EXPLAIN QUERY PLAN UPDATE "UsageEvent" SET "status" = input."status" FROM (SELECT json_extract(value, '$."id"') AS "id", json_extract(value, '$."status"') AS "status" FROM json_each('[]') WHERE true) AS input WHERE "UsageEvent"."id" = input."id" AND "UsageEvent"."status" || '' = 'open' AND "UsageEvent"."tenantId" || '' = 'x' RETURNING "UsageEvent"."id"`,
      `EXPLAIN QUERY PLAN SELECT * FROM "UsageEvent" WHERE "tenantId" = 't' AND source = 'history' AND "matchId" IN ('a','b')`,
      `EXPLAIN QUERY PLAN SELECT * FROM "UsageEvent" WHERE "id" IN ('a','b') AND status = 'open' AND "tenantId" = 't'`,
      'select sqlite_version()',
      'pragma wal_autocheckpoint', 'pragma page_size', 'pragma cache_size', 
    ]) console.log(sql.slice(0, 120), (await c.execute(sql)).rows.map((r) => r.detail ?? JSON.stringify(r)));
  }
  await s.close();
}, 60000);
