import { setTimeout as sleep } from 'node:timers/promises';
import type { Changed } from '@open-ace/contracts/common';
import { tracked } from '@trpc/server';
import type { UserCtx } from './context.ts';
import { eventQueue } from './event-queue.ts';
import type { DomainEvents, EventName } from './events.ts';

/** What is on a page need not move faster than this. */
const AT_MOST_EVERY = 300;

type TenantEvent = { [Name in EventName]: DomainEvents[Name] extends { tenantId: string } ? Name : never }[EventName];

/** Says that something of this tenant changed; the first word at once, so that a page that was away asks again. */
export async function* followChanges(ctx: UserCtx, name: TenantEvent, signal: AbortSignal | undefined) {
  const changes = eventQueue(ctx.events, name, { tenantId: ctx.tenantId }, signal, 1);
  try {
    do {
      const at = new Date(ctx.clock.now()).toISOString();
      yield tracked(at, { at } satisfies Changed);
      await sleep(AT_MOST_EVERY);
    } while (await changes.next());
  } finally {
    changes.stop();
  }
}
