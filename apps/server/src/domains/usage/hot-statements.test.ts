import { Prisma } from '@open-ace/prisma/sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ctx, systemCtx } from '#platform/context';
import type { RawClient } from '#platform/db/raw';
import { newId } from '#platform/ids';
import { startTestServer, type TestServer, type TestTenant } from '../../../test/test-server.ts';
import { type NewCall, noteCalls, openCalls, settleCalls } from './index.ts';

const ROWS = 4000;
let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.tenant();
  const ctx = systemCtx(server.deps, tenant.id, 'test');
  for (let made = 0; made < ROWS; made += 500) await settleAll(ctx, await opened(ctx, 500));
  await server.deps.database.transaction((db) => db.$executeRawUnsafe('ANALYZE'));
}, 120_000);
afterAll(() => server.close());

const tokens = { inputTokens: 10, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };

async function opened(ctx: Ctx, count: number): Promise<NewCall[]> {
  const calls = Array.from({ length: count }, () => ({
    id: newId(),
    at: ctx.clock.now(),
    userId: tenant.admin.id,
    machineId: 'machine',
    sessionId: newId(),
    toolSessionId: '',
    projectId: '',
    tool: 'claude-code',
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    cwd: '',
    gitRemote: '',
    gitBranch: '',
    providerKeyId: '',
    streamed: true,
    holder: 'test',
    inputTokens: 1,
  }));
  await openCalls(ctx, calls);
  return calls;
}

const settleAll = (ctx: Ctx, calls: NewCall[]) =>
  settleCalls(
    ctx,
    calls.map(({ id, ...opened }) => ({ id, opened, status: 'settled' as const, tokens, matchId: `msg_${id}`, matchWitness: null })),
  );

/** A context that writes down the statements which it passes on. */
function listening(ctx: Ctx): { ctx: Ctx; statements: Prisma.Sql[] } {
  const statements: Prisma.Sql[] = [];
  const { database } = ctx;
  const hear = (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
    const statement = 'sql' in query ? query : Prisma.sql(query, ...values);
    statements.push(statement);
    return statement;
  };
  const heard = (raw: RawClient) =>
    ({
      $queryRaw: (query: Prisma.Sql, ...values: unknown[]) => raw.$queryRaw(hear(query, ...values)),
      $executeRaw: (query: Prisma.Sql, ...values: unknown[]) => raw.$executeRaw(hear(query, ...values)),
    }) as RawClient;
  return {
    statements,
    ctx: {
      ...ctx,
      database: {
        ...database,
        write: (statement) => database.write(hear(statement)),
        rawTransaction: (work) => database.rawTransaction((raw) => work(heard(raw))),
      },
    },
  };
}

/** Steps of a plan that go through a whole table of ours. */
async function scans(statement: Prisma.Sql): Promise<string[]> {
  const { db, database } = server.deps;
  const explained = new Prisma.Sql(
    [`${database.provider === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${statement.strings[0]}`, ...statement.strings.slice(1)],
    statement.values,
  );
  const plan = await db.$queryRaw<Record<string, unknown>[]>(explained);
  const steps = plan.map((step) => String(step.detail ?? step['QUERY PLAN']));
  return steps.filter((step) => /SCAN "?Usage|Seq Scan on "?Usage|tenantId_at_id_idx|tenantId_source_sourceKey/.test(step));
}

test('no statement that a call waits for goes through the ledger, however large it is', async () => {
  const { ctx, statements } = listening(systemCtx(server.deps, tenant.id, 'test'));
  const calls = await opened(ctx, 20);
  await noteCalls(
    ctx,
    calls.map(({ id }) => ({ id, tokens, matchId: `msg_${id}`, matchWitness: null, firstByteMs: 5 })),
  );
  await settleAll(ctx, calls);
  expect(statements.length).toBeGreaterThanOrEqual(5);
  for (const statement of statements) expect({ statement: statement.sql, scans: await scans(statement) }).toMatchObject({ scans: [] });
});
