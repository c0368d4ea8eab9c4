import { hasPermission } from '@open-ace/contracts/permissions';
import type { UsageFilter } from '@open-ace/contracts/usage';
import { currentTenant } from '#domains/tenant';
import type { UserCtx } from '#platform/context';
import { AppError } from '#platform/errors';
import { daysOf, resolveRange } from './range.ts';
import type { Dimensions } from './rollup.ts';
import { type Group, type Narrowing, sumUsage, sumUsageByDay, sumUsageByHour } from './sums/repository.ts';

/** Administrators see their tenant's figures, everybody else their own. */
export function visible({ actor }: UserCtx, { userId, ...narrowing }: UsageFilter): Narrowing {
  const { tool, machineId, projectId, provider, model, providerKeyId } = narrowing;
  const others = { tool, machineId, projectId, provider, model, providerKeyId };
  if (hasPermission(actor.role, actor.grants, 'admin_access')) return { ...others, userId };
  if (userId !== undefined && userId !== actor.userId)
    throw new AppError('FORBIDDEN', 'You see your own figures only.', { reason: 'own_figures_only' });
  return { ...others, userId: actor.userId };
}

/** Sums of what the caller may see of a filter. */
export async function figuresBy<Key extends keyof Dimensions>(
  ctx: UserCtx,
  filter: UsageFilter,
  by: readonly Key[],
): Promise<Group<Key>[]> {
  const { timeZone } = await currentTenant(ctx);
  return sumUsage(ctx, resolveRange(filter, timeZone), visible(ctx, filter), by);
}

/** The same of each whole local day that the range touches. */
export async function figuresByDay<Key extends keyof Dimensions>(
  ctx: UserCtx,
  filter: UsageFilter,
  by: readonly Key[],
): Promise<Group<'day' | Key>[]> {
  const { timeZone } = await currentTenant(ctx);
  resolveRange(filter, timeZone);
  return sumUsageByDay(ctx, daysOf(filter, timeZone), visible(ctx, filter), by);
}

/** The same of each local hour, or of each hour of the week. */
export async function figuresByHour<Key extends keyof Dimensions, Hour extends 'hour' | 'weekHour'>(
  ctx: UserCtx,
  filter: UsageFilter,
  hour: Hour,
  by: readonly Key[],
): Promise<Group<Hour | Key>[]> {
  const { timeZone } = await currentTenant(ctx);
  return sumUsageByHour(ctx, resolveRange(filter, timeZone), visible(ctx, filter), timeZone, hour, by);
}
