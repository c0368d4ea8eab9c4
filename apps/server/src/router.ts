import { router } from '#platform/trpc';
import { analysisRouter } from './domains/analysis/router.ts';
import { auditRouter } from './domains/audit/router.ts';
import { apiTokenRouter } from './domains/auth/api-token-router.ts';
import { authRouter } from './domains/auth/router.ts';
import { collectionRouter } from './domains/collection/router.ts';
import { proxyTokenRouter } from './domains/gateway/proxy-token-router.ts';
import { gatewayRouter } from './domains/gateway/router.ts';
import { acpAgentRouter } from './domains/machine/acp-agent-router.ts';
import { machineRouter } from './domains/machine/router.ts';
import { priceRouter } from './domains/price/router.ts';
import { providerKeyRouter } from './domains/provider-key/router.ts';
import { quotaRouter } from './domains/quota/router.ts';
import { sessionRouter } from './domains/session/router.ts';
import { syncRouter } from './domains/sync/router.ts';
import { systemRouter } from './domains/system/router.ts';
import { tenantRouter } from './domains/tenant/router.ts';
import { usageRouter } from './domains/usage/router.ts';
import { userRouter } from './domains/user/router.ts';

export const appRouter = router({
  acpAgent: acpAgentRouter,
  analysis: analysisRouter,
  apiToken: apiTokenRouter,
  audit: auditRouter,
  auth: authRouter,
  collection: collectionRouter,
  gateway: gatewayRouter,
  machine: machineRouter,
  price: priceRouter,
  providerKey: providerKeyRouter,
  proxyToken: proxyTokenRouter,
  quota: quotaRouter,
  session: sessionRouter,
  sync: syncRouter,
  system: systemRouter,
  tenant: tenantRouter,
  usage: usageRouter,
  user: userRouter,
});

export type AppRouter = typeof appRouter;
