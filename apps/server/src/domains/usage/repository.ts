import type { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import { type Scope, tenantFilter } from '#platform/db/scope';

export type UsageEventRow = Prisma.UsageEventGetPayload<object>;

interface EventFilter {
  /** Epoch milliseconds: from the first on, before the second. */
  from: number;
  to: number;
  status?: string | undefined;
  userId?: string | undefined;
  machineId?: string | undefined;
  tool?: string | undefined;
  projectId?: string | undefined;
  provider?: string | undefined;
  model?: string | undefined;
  providerKeyId?: string | undefined;
}

export const usageEvents = (scope: Scope) => ({
  openOnes: (ids: string[]) => scope.db.usageEvent.findMany({ where: { id: { in: ids }, status: 'open', ...tenantFilter(scope) } }),

  /** Metered calls that the provider's id says may be the same requests, of a time: providers repeat ids. */
  async meteredByMatchIds(matchIds: string[], { from, to }: { from: number; to: number }): Promise<UsageEventRow[]> {
    const at = { gte: BigInt(from), lte: BigInt(to) };
    const where = { ...tenantFilter(scope), source: 'gateway', matchId: { in: matchIds }, at };
    const rows = await scope.db.usageEvent.findMany({ where });
    // Ordered by us: asked for in order of time, SQLite would go through the tenant's whole ledger.
    return rows.sort((a, b) => Number(a.at - b.at));
  },

  /** Which of these rows another source has claimed already. */
  async claimedEvents(ids: string[]): Promise<Set<string>> {
    const rows = await scope.db.usageClaim.findMany({
      where: { ...tenantFilter(scope), usageEventId: { in: ids } },
      select: { usageEventId: true },
    });
    return new Set(rows.map(({ usageEventId }) => usageEventId ?? ''));
  },

  /** Times in which metered processes of these CLI sessions ran. */
  meteredRuns: (machineId: string, toolSessionIds: string[]) =>
    scope.db.sessionRun.findMany({ where: { ...tenantFilter(scope), machineId, toolSessionId: { in: toolSessionIds } } }),

  /** Newest first. */
  list({ from, to, status, ...narrowing }: EventFilter, page: { limit: number; cursor?: string | null | undefined }) {
    const given = Object.fromEntries(Object.entries({ status, ...narrowing }).filter(([, value]) => value !== undefined));
    return scope.db.usageEvent.findMany({
      where: { ...tenantFilter(scope), at: { gte: BigInt(from), lt: BigInt(to) }, ...given },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      ...pageArgs(page),
    });
  },

  /** How often each of these budgets refused a call since then, in epoch milliseconds. */
  async refusedBy(quotaIds: string[], since: number): Promise<Map<string, number>> {
    const rows = await scope.db.usageEvent.groupBy({
      by: ['quotaId'],
      where: { ...tenantFilter(scope), status: 'refused', at: { gte: BigInt(since) }, quotaId: { in: quotaIds } },
      _sum: { times: true },
    });
    return new Map(rows.map(({ quotaId, _sum }) => [quotaId, _sum.times ?? 0]));
  },

  find: (id: string, userId: string | undefined) =>
    scope.db.usageEvent.findFirst({ where: { id, ...tenantFilter(scope), ...(userId !== undefined && { userId }) } }),

  sumsOfSessions: (sessionIds: string[]) =>
    scope.db.usageEvent.groupBy({
      by: ['sessionId'],
      where: { ...tenantFilter(scope), sessionId: { in: sessionIds }, status: { in: ['settled', 'estimated'] } },
      _sum: { inputTokens: true, outputTokens: true, cacheReadTokens: true, cacheWriteTokens: true, costNano: true },
      _count: true,
    }),

  ofSession: (sessionId: string) =>
    scope.db.usageEvent.findMany({
      where: { ...tenantFilter(scope), sessionId, status: { in: ['settled', 'estimated'] } },
      select: { at: true, inputTokens: true, outputTokens: true, cacheReadTokens: true, cacheWriteTokens: true, costNano: true },
      orderBy: { at: 'asc' },
      take: 100_000,
    }),

  /** Whoever holds open rows. */
  async openHolders(): Promise<string[]> {
    const rows = await scope.db.usageEvent.groupBy({ by: ['holder'], where: { ...tenantFilter(scope), status: 'open' } });
    return rows.map(({ holder }) => holder);
  },

  openOf: (holder: string, take: number) =>
    scope.db.usageEvent.findMany({
      where: { ...tenantFilter(scope), status: 'open', holder },
      select: { id: true, tenantId: true },
      orderBy: { id: 'asc' },
      take,
    }),
});

/** Names of the provider keys that are still there. */
export async function providerKeyNames(scope: Scope, ids: string[]): Promise<Map<string, { id: string; name: string }>> {
  const where = { ...tenantFilter(scope), id: { in: [...new Set(ids.filter(Boolean))] } };
  const rows = await scope.db.providerKey.findMany({ where, select: { id: true, name: true } });
  return new Map(rows.map((row) => [row.id, row]));
}
