import { GetQuota, ListQuotas, MyQuotas, Quota, QuotaList, QuotaPage, SetQuota } from '@open-ace/contracts/quota';
import { can, router, signedIn } from '#platform/trpc';
import { deleteQuota, listQuotas, myQuotas, setQuota } from './service.ts';

export const quotaRouter = router({
  delete: can('manage_quota', { audit: 'quota.delete' })
    .input(GetQuota)
    .output(Quota)
    .mutation(({ ctx, input }) => deleteQuota(ctx, input)),
  list: can('manage_quota')
    .input(ListQuotas)
    .output(QuotaPage)
    .query(({ ctx, input }) => listQuotas(ctx, input)),
  mine: signedIn()
    .input(MyQuotas)
    .output(QuotaList)
    .query(({ ctx, input }) => myQuotas(ctx, input)),
  set: can('manage_quota', { audit: 'quota.set' })
    .input(SetQuota)
    .output(Quota)
    .mutation(({ ctx, input }) => setQuota(ctx, input)),
});
