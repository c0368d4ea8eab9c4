import { setTimeout as sleep } from 'node:timers/promises';
import type { UsageChanged } from '@open-ace/contracts/usage';
import { tracked } from '@trpc/server';
import type { UserCtx } from '#platform/context';
import { eventQueue } from '#platform/event-queue';
import type {} from './events.ts';

/** Figures on a page need not move faster than this. */
const AT_MOST_EVERY = 300;

/** Says that figures changed; the first word at once, so that a page that was away asks again. */
export async function* followUsage(ctx: UserCtx, signal: AbortSignal | undefined) {
  const changes = eventQueue(ctx.events, 'usage.changed', ({ tenantId }) => tenantId === ctx.tenantId, signal, 1);
  try {
    do {
      const at = new Date(ctx.clock.now()).toISOString();
      yield tracked(at, { at } satisfies UsageChanged);
      await sleep(AT_MOST_EVERY);
    } while (await changes.next());
  } finally {
    changes.stop();
  }
}
