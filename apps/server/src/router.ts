import { router } from '#platform/trpc';
import { auditRouter } from './domains/audit/router.ts';
import { authRouter } from './domains/auth/router.ts';
import { systemRouter } from './domains/system/router.ts';
import { tenantRouter } from './domains/tenant/router.ts';
import { userRouter } from './domains/user/router.ts';

export const appRouter = router({
  audit: auditRouter,
  auth: authRouter,
  system: systemRouter,
  tenant: tenantRouter,
  user: userRouter,
});

export type AppRouter = typeof appRouter;
