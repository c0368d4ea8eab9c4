import {
  CollectionResult,
  CollectionSource,
  CollectionStatus,
  PushedUsage,
  PushProgress,
  PushUsage,
  SetBilling,
} from '@open-ace/contracts/collection';
import { Done, Empty } from '@open-ace/contracts/common';
import { admin, agentOnly, can, done, owns, router } from '#platform/trpc';
import { collectionStatus, pushProgress, pushUsage, runCollection, setBilling } from './service.ts';

const fromLogs = { none: 'a log that is read changes figures, not what people may do; runs are audited' };

export const collectionRouter = router({
  progress: agentOnly({ audit: fromLogs })
    .input(PushProgress)
    .output(Done)
    .mutation(({ ctx, input }) => done(pushProgress(ctx, input))),
  push: agentOnly({ audit: fromLogs })
    .input(PushUsage)
    .output(PushedUsage)
    .mutation(({ ctx, input }) => pushUsage(ctx, input)),
  run: admin({ audit: 'collection.run' })
    .input(Empty.optional())
    .output(CollectionResult)
    .mutation(({ ctx }) => runCollection(ctx)),
  setBilling: owns('machine', { audit: 'collection.set_billing' })
    .input(SetBilling)
    .output(CollectionSource)
    .mutation(({ ctx, input }) => setBilling(ctx, input)),
  status: can('view_dashboard')
    .input(Empty.optional())
    .output(CollectionStatus)
    .query(({ ctx }) => collectionStatus(ctx)),
});
