import { hasPermission } from '@open-ace/contracts/permissions';
import {
  type CallAttempt,
  type GetUsageEvent,
  type ListUsageEvents,
  type UsageByDay,
  type UsageByModel,
  type UsageByPerson,
  UsageEvent,
  UsageEventDetail,
  type UsageEventPage,
  type UsageFilter,
  type UsageSummary,
} from '@open-ace/contracts/usage';
import { machineNames } from '#domains/machine';
import { currentTenant } from '#domains/tenant';
import { displayNames } from '#domains/user';
import type { UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import { AppError, notFound } from '#platform/errors';
import { Hold } from './change-figures.ts';
import { daysOf, momentsOf, resolveRange } from './range.ts';
import { type UsageEventRow, usageEvents } from './repository.ts';
import { type Narrowing, sumUsage, sumUsageByDay } from './sums/repository.ts';
import { totalsOf } from './sums/totals.ts';

/** Administrators see their tenant's figures, everybody else their own. */
function visible({ actor }: UserCtx, { userId, tool, machineId, model, providerKeyId }: UsageFilter): Narrowing {
  const narrowing = { tool, machineId, model, providerKeyId };
  if (hasPermission(actor.role, actor.grants, 'admin_access')) return { ...narrowing, userId };
  if (userId !== undefined && userId !== actor.userId)
    throw new AppError('FORBIDDEN', 'You see your own figures only.', { reason: 'own_figures_only' });
  return { ...narrowing, userId: actor.userId };
}

const byCost = (a: { costUsd: number; inputTokens: number }, b: { costUsd: number; inputTokens: number }) =>
  b.costUsd - a.costUsd || b.inputTokens - a.inputTokens;

export async function usageSummary(ctx: UserCtx, filter: UsageFilter): Promise<UsageSummary> {
  const { timeZone } = await currentTenant(ctx);
  const range = resolveRange(filter, timeZone);
  const narrowing = visible(ctx, filter);
  const [[whole], tools] = await Promise.all([sumUsage(ctx, range, narrowing, []), sumUsage(ctx, range, narrowing, ['tool'])]);
  return { ...totalsOf(whole), byTool: tools.map((sum) => ({ tool: sum.tool, ...totalsOf(sum) })).sort(byCost) };
}

export async function usageByPerson(ctx: UserCtx, filter: UsageFilter): Promise<UsageByPerson> {
  const { timeZone } = await currentTenant(ctx);
  const people = await sumUsage(ctx, resolveRange(filter, timeZone), visible(ctx, filter), ['userId']);
  const names = await displayNames(
    ctx,
    people.map(({ userId }) => userId),
  );
  const items = people.map((sum) => ({ user: names.get(sum.userId) ?? null, ...totalsOf(sum) }));
  return { items: items.sort(byCost) };
}

export async function usageByModel(ctx: UserCtx, filter: UsageFilter): Promise<UsageByModel> {
  const { timeZone } = await currentTenant(ctx);
  const models = await sumUsage(ctx, resolveRange(filter, timeZone), visible(ctx, filter), ['model']);
  return { items: models.map((sum) => ({ model: sum.model, ...totalsOf(sum) })).sort(byCost) };
}

export async function usageByDay(ctx: UserCtx, filter: UsageFilter): Promise<UsageByDay> {
  const { timeZone } = await currentTenant(ctx);
  resolveRange(filter, timeZone);
  const days = await sumUsageByDay(ctx, daysOf(filter, timeZone), visible(ctx, filter), ['tool']);
  const items = days.map((sum) => ({ day: sum.day, tool: sum.tool, ...totalsOf(sum) }));
  return { timeZone, items: items.sort((a, b) => a.day.localeCompare(b.day) || a.tool.localeCompare(b.tool)) };
}

export async function listUsageEvents(ctx: UserCtx, input: ListUsageEvents): Promise<UsageEventPage> {
  const { timeZone } = await currentTenant(ctx);
  resolveRange(input, timeZone);
  const rows = await usageEvents(ctx).list({ ...visible(ctx, input), ...momentsOf(input, timeZone), status: input.status }, input);
  const { items, nextCursor } = pageOf(rows, input, (row) => row);
  return { items: await toEvents(ctx, items), nextCursor };
}

export async function getUsageEvent(ctx: UserCtx, { usageEventId }: GetUsageEvent): Promise<UsageEventDetail> {
  const row = await usageEvents(ctx).find(usageEventId, visible(ctx, {}).userId);
  const [event] = row ? await toEvents(ctx, [row]) : [];
  if (!row || !event) throw notFound('request');
  return UsageEventDetail.parse({
    ...row,
    ...event,
    attempts: attemptsOf(row),
    details: row.details ? JSON.parse(row.details) : {},
    reservedTokens: row.held ? Hold.parse(JSON.parse(row.held)).tokens : null,
  });
}

async function toEvents(ctx: UserCtx, rows: UsageEventRow[]): Promise<UsageEvent[]> {
  const people = await displayNames(
    ctx,
    rows.map(({ userId }) => userId),
  );
  const machines = await machineNames(
    ctx,
    rows.map(({ machineId }) => machineId),
  );
  const keys = await usageEvents(ctx).providerKeyNames(rows.map(({ providerKeyId }) => providerKeyId));
  return rows.map((row) => ({
    ...toEvent(row, people.get(row.userId) ?? null, machines.get(row.machineId) ?? null),
    providerKey: keys.get(row.providerKeyId) ?? null,
  }));
}

const attemptsOf = ({ attempts }: UsageEventRow): CallAttempt[] => (attempts ? JSON.parse(attempts) : []);

function toEvent(row: UsageEventRow, user: UsageEvent['user'], machine: UsageEvent['machine']): UsageEvent {
  return UsageEvent.parse({
    providerKey: null,
    ...row,
    tries: Math.max(1, attemptsOf(row).length),
    at: new Date(Number(row.at)).toISOString(),
    endedAt: row.endedAt === null ? null : new Date(Number(row.endedAt)).toISOString(),
    user,
    machine,
    sessionId: row.sessionId || null,
    inputTokens: Number(row.inputTokens),
    outputTokens: Number(row.outputTokens),
    cacheReadTokens: Number(row.cacheReadTokens),
    cacheWriteTokens: Number(row.cacheWriteTokens),
    reasoningTokens: Number(row.reasoningTokens),
    costUsd: row.costNano === null ? null : Number(row.costNano) / 1e9,
  });
}
