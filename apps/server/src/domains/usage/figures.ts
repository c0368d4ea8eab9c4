import { hasPermission } from '@open-ace/contracts/permissions';
import type { UsageFilter } from '@open-ace/contracts/usage';
import { currentTenant } from '#domains/tenant';
import type { UserCtx } from '#platform/context';
import { AppError } from '#platform/errors';
import { daysOf, resolveRange } from './range.ts';
import type { Dimensions, Sums } from './rollup.ts';
import { firstDays, type Group, type Narrowing, sumHoursByDay, sumUsage, sumUsageByDay, sumUsageByHour } from './sums/repository.ts';

/** Administrators see their tenant's figures, everybody else their own. */
export function visible({ actor }: UserCtx, { userId, ...narrowing }: UsageFilter): Narrowing {
  const { tool, machineId, projectId, provider, model, providerKeyId } = narrowing;
  const others = { tool, machineId, projectId, provider, model, providerKeyId };
  if (hasPermission(actor.role, actor.grants, 'admin_access')) return { ...others, userId };
  if (userId !== undefined && userId !== actor.userId)
    throw new AppError('FORBIDDEN', 'You see your own figures only.', { reason: 'own_figures_only' });
  return { ...others, userId: actor.userId };
}

/** Sums of what the caller may see. */
export interface Figures {
  /** Of the tenant, whose days and hours these are. */
  timeZone: string;
  by<Key extends keyof Dimensions>(filter: UsageFilter, by: readonly Key[]): Promise<Group<Key>[]>;
  /** Of each whole local day that the range touches; of some of them alone, if they are given. */
  byDay<Key extends keyof Dimensions>(filter: UsageFilter, by: readonly Key[], days?: readonly string[]): Promise<Group<'day' | Key>[]>;
  /** Of each local hour, or of each hour of the week. */
  byHour<Key extends keyof Dimensions, Hour extends 'hour' | 'weekHour'>(
    filter: UsageFilter,
    hour: Hour,
    by: readonly Key[],
  ): Promise<Group<Hour | Key>[]>;
  /** Of some hours of each local day, `09` for nine to ten. */
  ofHours(filter: UsageFilter, hours: readonly string[]): Promise<Group<'day'>[]>;
  /** The local day on which each tool or model was first used, of all time. */
  firstDays(filter: UsageFilter, column: 'tool' | 'model'): Promise<Map<string, string>>;
}

/** With all sums, or `only` some: pages that need one of them need not wait for the others. */
export async function figuresFor(ctx: UserCtx, only?: readonly (keyof Sums)[]): Promise<Figures> {
  const { timeZone } = await currentTenant(ctx);
  const scope = { db: ctx.database.rawReader, tenantId: ctx.tenantId, ...(only && { only }) };
  const days = (filter: UsageFilter) => {
    resolveRange(filter, timeZone);
    return daysOf(filter, timeZone);
  };
  return {
    timeZone,
    by: async (filter, by) => sumUsage(scope, resolveRange(filter, timeZone), visible(ctx, filter), by),
    byDay: async (filter, by, chosen) => sumUsageByDay(scope, days(filter), visible(ctx, filter), by, chosen),
    byHour: async (filter, hour, by) => sumUsageByHour(scope, resolveRange(filter, timeZone), visible(ctx, filter), timeZone, hour, by),
    ofHours: async (filter, hours) => sumHoursByDay(scope, days(filter), visible(ctx, filter), timeZone, hours),
    firstDays: async (filter, column) => firstDays(scope, visible(ctx, filter), column),
  };
}
