import { router } from '#platform/trpc';
import { auditRouter } from './domains/audit/router.ts';
import { authRouter } from './domains/auth/router.ts';
import { collectionRouter } from './domains/collection/router.ts';
import { machineRouter } from './domains/machine/router.ts';
import { providerKeyRouter } from './domains/provider-key/router.ts';
import { sessionRouter } from './domains/session/router.ts';
import { systemRouter } from './domains/system/router.ts';
import { tenantRouter } from './domains/tenant/router.ts';
import { usageRouter } from './domains/usage/router.ts';
import { userRouter } from './domains/user/router.ts';

export const appRouter = router({
  audit: auditRouter,
  auth: authRouter,
  collection: collectionRouter,
  machine: machineRouter,
  providerKey: providerKeyRouter,
  session: sessionRouter,
  system: systemRouter,
  tenant: tenantRouter,
  usage: usageRouter,
  user: userRouter,
});

export type AppRouter = typeof appRouter;
