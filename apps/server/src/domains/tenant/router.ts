import { Empty } from '@open-ace/contracts/common';
import { Tenant } from '@open-ace/contracts/tenant';
import { router, signedIn } from '#platform/trpc';
import { currentTenant } from './service.ts';

export const tenantRouter = router({
  current: signedIn()
    .input(Empty.optional())
    .output(Tenant)
    .query(({ ctx }) => currentTenant(ctx)),
});
