/* The product's own server on a fresh SQLite file: sessions with tokens, a key for each way of the upstream, and a budget that binds all. */

import { join } from 'node:path';
import { load, root, temporaryFolder } from '../lib.mjs';
import { ways } from './answers.mjs';

const SESSIONS = 64;

const { buildApp, createDeps, createLogger, ensureFirstTenant, inTx, issueProxyToken, loadConfig, migrate, newId, systemCtx } = await load(
  'apps/server',
  `export { buildApp } from './app.ts';
   export { createDeps } from './serve.ts';
   export { createLogger } from './platform/logger.ts';
   export { ensureFirstTenant } from './domains/tenant/index.ts';
   export { inTx } from './platform/db/tx.ts';
   export { issueProxyToken } from './domains/gateway/index.ts';
   export { loadConfig } from './platform/config.ts';
   export { migrate } from './platform/db/migrate.ts';
   export { newId } from './platform/ids.ts';
   export { systemCtx } from './platform/context.ts';`,
);

const config = loadConfig({
  OPENACE_DATA_DIR: temporaryFolder(),
  OPENACE_ALLOW_PRIVATE_UPSTREAMS: 'true',
  OPENACE_LOG_LEVEL: 'warn',
});
await migrate(config, join(root, 'prisma'));
const deps = createDeps(config, createLogger('warn'));
const { id: tenantId } = await ensureFirstTenant(deps);

const now = new Date();
const times = { createdAt: now, updatedAt: now };
const [userId, machineId] = [newId(), newId()];
const tokens = await inTx(systemCtx(deps, tenantId, 'bench'), async (tx) => {
  const { db } = tx;
  const name = { username: userId, usernameKey: userId, displayName: '', searchText: '' };
  await db.user.create({ data: { id: userId, tenantId, ...name, role: 'user', grants: [], ...times } });
  await db.machine.create({ data: { id: machineId, tenantId, ownerId: userId, name: 'bench', tools: [], searchText: '', ...times } });
  for (const [way, { model }] of Object.entries(ways)) {
    const id = newId();
    const key = { provider: 'openai', name: way, models: [model], baseUrl: `${process.env.UPSTREAM}/${way}/v1` };
    const sealed = deps.keys.seal('provider-key', 'key', id);
    await db.providerKey.create({ data: { id, tenantId, ...key, sealed, lastFour: '', createdById: userId, ...times } });
  }
  const quota = { subjectType: 'user', subjectId: userId, metric: 'tokens', period: 'month', limit: 10n ** 15n };
  if (process.env.BUDGET !== 'none') await db.quota.create({ data: { id: newId(), tenantId, ...quota, ...times } });
  const made = [];
  for (let n = 0; n < SESSIONS; n++) {
    const sessionId = newId();
    const session = { id: sessionId, tenantId, userId, machineId, tool: 'codex', title: '', cwd: '/home/dev', permissionMode: 'ask' };
    await db.session.create({ data: { ...session, status: 'running', tags: [], searchText: '', lastActivityAt: now, ...times } });
    made.push(await issueProxyToken(tx, { tenantId, userId, machineId, sessionId }));
  }
  return made;
});

const app = await buildApp(deps);
await app.listen({ port: 0, host: '127.0.0.1' });
process.on('message', async (message) => {
  if (message !== 'ledger') return;
  const rows = await deps.db.usageEvent.groupBy({ by: ['status'], _count: true });
  const [use] = await deps.db.quotaUse.findMany();
  process.send({ rows: Object.fromEntries(rows.map(({ status, _count }) => [status, _count])), held: Number(use?.heldRequests ?? 0) });
});
process.send({ url: `http://127.0.0.1:${app.server.address().port}/llm/v1`, tokens });
