import { Changed, Empty } from '@open-ace/contracts/common';
import { GatewaySettings } from '@open-ace/contracts/gateway';
import { followChanges } from '#platform/follow-changes';
import { trackedStream } from '#platform/stream';
import { admin, can, router } from '#platform/trpc';
import type {} from './events.ts';
import { getSettings, updateSettings } from './settings.ts';

export const gatewayRouter = router({
  callChanges: can('view_dashboard')
    .input(Empty.optional())
    .output(trackedStream(Changed))
    .subscription(({ ctx, signal }) => followChanges(ctx, 'gateway.calls-changed', signal)),
  settings: admin()
    .input(Empty.optional())
    .output(GatewaySettings)
    .query(({ ctx }) => getSettings(ctx)),
  updateSettings: admin({ audit: 'gateway.update_settings' })
    .input(GatewaySettings)
    .output(GatewaySettings)
    .mutation(({ ctx, input }) => updateSettings(ctx, input)),
});
