/* The product's own server on a fresh SQLite file, with one provider key and a session a client. */

import { join } from 'node:path';
import { load, root, temporaryFolder } from '../lib.mjs';

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
const [userId, machineId, keyId] = [newId(), newId(), newId()];
const tokens = await inTx(systemCtx(deps, tenantId, 'bench'), async (tx) => {
  const { db } = tx;
  await db.user.create({
    data: {
      id: userId,
      tenantId,
      username: userId,
      usernameKey: userId,
      displayName: '',
      role: 'user',
      grants: [],
      searchText: '',
      ...times,
    },
  });
  await db.machine.create({ data: { id: machineId, tenantId, ownerId: userId, name: 'bench', tools: [], searchText: '', ...times } });
  await db.providerKey.create({
    data: {
      id: keyId,
      tenantId,
      provider: 'anthropic',
      name: 'bench',
      baseUrl: process.env.UPSTREAM,
      sealed: deps.keys.seal('provider-key', 'key', keyId),
      lastFour: '',
      createdById: userId,
      ...times,
    },
  });
  const made = [];
  for (let n = 0; n < Number(process.env.CLIENTS); n++) {
    const sessionId = newId();
    const session = { id: sessionId, tenantId, userId, machineId, tool: 'claude-code', title: '', cwd: '/home/dev', permissionMode: 'ask' };
    await db.session.create({ data: { ...session, status: 'running', allowedRules: [], searchText: '', lastActivityAt: now, ...times } });
    made.push(await issueProxyToken(tx, { tenantId, userId, machineId, sessionId }));
  }
  return made;
});

const app = await buildApp(deps);
await app.listen({ port: 0, host: '127.0.0.1' });
process.on('message', async (message) => {
  if (message === 'cpu') process.send({ cpu: process.cpuUsage() });
  else process.send({ settled: await deps.db.usageEvent.count({ where: { status: 'settled' } }) });
});
process.send({ url: `http://127.0.0.1:${app.server.address().port}/llm`, tokens });
process.on('disconnect', () => process.exit());
