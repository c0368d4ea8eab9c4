import type { FollowState, PersonState, PersonStates, SetState } from '@open-ace/contracts/sync';
import { tracked } from '@trpc/server';
import type { UserCtx } from '#platform/context';
import { afterTx, inTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { eventQueue } from '#platform/event-queue';
import type {} from './events.ts';
import { type PersonStateRow, personStates } from './repository.ts';

/** Drafts and marks of sessions long gone make room for new ones. */
const MOST_KEYS = 2000;

const toState = ({ key, value, version, updatedAt }: PersonStateRow): PersonState => ({
  key,
  value,
  version,
  updatedAt: updatedAt.toISOString(),
});

export async function listStates(ctx: UserCtx): Promise<PersonStates> {
  return { items: (await personStates(ctx, ctx.actor.userId).list(MOST_KEYS)).map(toState) };
}

/** The last writer wins; `null` removes it. */
export async function setState(ctx: UserCtx, { key, value }: SetState): Promise<PersonState> {
  requireJson(value);
  const { userId } = ctx.actor;
  return inTx(ctx, async (tx) => {
    const states = personStates(tx, userId);
    const updatedAt = new Date(tx.clock.now());
    afterTx(tx, () => tx.events.emit('sync.changed', { userId, key }));
    if (value === 'null') {
      await states.remove(key);
      return toState({ userId, tenantId: ctx.tenantId, key, value, version: 0, updatedAt });
    }
    const row = await states.set(key, value, updatedAt);
    if (row.version === 1) await states.keepNewest(MOST_KEYS);
    return toState(row);
  });
}

function requireJson(value: string): void {
  try {
    JSON.parse(value);
  } catch {
    throw new AppError('INVALID', 'The value must be JSON.', { reason: 'invalid_input', fields: { value: 'Must be JSON.' } });
  }
}

/** What changes from now on. Whoever comes back reads all of it anew, so nothing is replayed. */
export async function* followStates(ctx: UserCtx, _input: FollowState | undefined, signal: AbortSignal | undefined) {
  const { userId } = ctx.actor;
  const queue = eventQueue(ctx.events, 'sync.changed', { userId }, signal);
  try {
    for (let batch = await queue.next(); batch; batch = await queue.next()) {
      for (const key of new Set(batch.items.map((item) => item.key))) {
        const row = await personStates(ctx, userId).find(key);
        const gone = { userId, tenantId: ctx.tenantId, key, value: 'null', version: 0, updatedAt: new Date(ctx.clock.now()) };
        const state = toState(row ?? gone);
        yield tracked(`${state.key}@${state.updatedAt}`, state);
      }
    }
  } finally {
    queue.stop();
  }
}
