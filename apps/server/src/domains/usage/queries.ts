import {
  type CallAttempt,
  type GetUsageEvent,
  type ListUsageEvents,
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
import { notFound } from '#platform/errors';
import { Hold } from './change-figures.ts';
import { figuresFor, visible } from './figures.ts';
import { momentsOf, resolveRange } from './range.ts';
import { providerKeyNames, type UsageEventRow, usageEvents } from './repository.ts';
import { sumOf, totalsOf } from './sums/totals.ts';

const byCost = (a: { costUsd: number; inputTokens: number }, b: { costUsd: number; inputTokens: number }) =>
  b.costUsd - a.costUsd || b.inputTokens - a.inputTokens;

export async function usageSummary(ctx: UserCtx, filter: UsageFilter): Promise<UsageSummary> {
  const tools = await (await figuresFor(ctx)).by(filter, ['tool']);
  return { ...totalsOf(sumOf(tools)), byTool: tools.map((sum) => ({ tool: sum.tool, ...totalsOf(sum) })).sort(byCost) };
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
  const [people, machines, keys] = await Promise.all([
    displayNames(
      ctx,
      rows.map(({ userId }) => userId),
    ),
    machineNames(
      ctx,
      rows.map(({ machineId }) => machineId),
    ),
    providerKeyNames(
      ctx,
      rows.map(({ providerKeyId }) => providerKeyId),
    ),
  ]);
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
