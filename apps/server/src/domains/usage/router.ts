import { Changed, Empty } from '@open-ace/contracts/common';
import {
  GetUsageEvent,
  ListUsageEvents,
  UsageByDay,
  UsageByModel,
  UsageByPerson,
  UsageEventDetail,
  UsageEventPage,
  UsageFilter,
  UsageSummary,
} from '@open-ace/contracts/usage';
import { followChanges } from '#platform/follow-changes';
import { trackedStream } from '#platform/stream';
import { can, router } from '#platform/trpc';
import type {} from './events.ts';
import { getUsageEvent, listUsageEvents, usageByDay, usageByModel, usageByPerson, usageSummary } from './queries.ts';

export const usageRouter = router({
  byDay: can('view_dashboard')
    .input(UsageFilter)
    .output(UsageByDay)
    .query(({ ctx, input }) => usageByDay(ctx, input)),
  byModel: can('view_dashboard')
    .input(UsageFilter)
    .output(UsageByModel)
    .query(({ ctx, input }) => usageByModel(ctx, input)),
  byPerson: can('view_dashboard')
    .input(UsageFilter)
    .output(UsageByPerson)
    .query(({ ctx, input }) => usageByPerson(ctx, input)),
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
