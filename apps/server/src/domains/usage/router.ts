import { Changed, Empty } from '@open-ace/contracts/common';
import { GetUsageEvent, ListUsageEvents, UsageEventDetail, UsageEventPage, UsageFilter, UsageSummary } from '@open-ace/contracts/usage';
import { followChanges } from '#platform/follow-changes';
import { trackedStream } from '#platform/stream';
import { can, router } from '#platform/trpc';
import type {} from './events.ts';
import { getUsageEvent, listUsageEvents, usageSummary } from './queries.ts';

export const usageRouter = router({
  changes: can('view_dashboard')
    .input(Empty.optional())
    .output(trackedStream(Changed))
    .subscription(({ ctx, signal }) => followChanges(ctx, 'usage.changed', signal)),
  event: can('view_dashboard')
    .input(GetUsageEvent)
    .output(UsageEventDetail)
    .query(({ ctx, input }) => getUsageEvent(ctx, input)),
  events: can('view_dashboard')
    .input(ListUsageEvents)
    .output(UsageEventPage)
    .query(({ ctx, input }) => listUsageEvents(ctx, input)),
  summary: can('view_dashboard')
    .input(UsageFilter)
    .output(UsageSummary)
    .query(({ ctx, input }) => usageSummary(ctx, input)),
});
