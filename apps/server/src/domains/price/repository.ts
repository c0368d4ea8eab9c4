import type { ListPriceOverrides } from '@open-ace/contracts/price';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import type { RawClient } from '#platform/db/raw';
import { type Columns, columnList, readRow } from '#platform/db/rows';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import { notFound } from '#platform/errors';

export type PriceOverrideRow = Prisma.PriceOverrideGetPayload<object>;

type NewOverride = Omit<Prisma.PriceOverrideUncheckedCreateInput, 'tenantId'>;

export const priceOverrides = (scope: Scope) => ({
  /** Removed ones are not found. */
  async require(id: string): Promise<PriceOverrideRow> {
    const row = await scope.db.priceOverride.findFirst({ where: { id, removedAt: null, ...tenantFilter(scope) } });
    if (!row) throw notFound('price');
    return row;
  },

  /** Newest first. */
  async list({ model, ...page }: ListPriceOverrides): Promise<PriceOverrideRow[]> {
    return scope.db.priceOverride.findMany({
      where: { ...tenantFilter(scope), removedAt: null, ...(model !== undefined && { model }) },
      orderBy: { id: 'desc' },
      ...pageArgs(page),
    });
  },

  async create(override: NewOverride): Promise<PriceOverrideRow> {
    return scope.db.priceOverride.create({ data: { ...override, tenantId: ownTenant(scope) } });
  },

  async remove(before: PriceOverrideRow, now: Date): Promise<PriceOverrideRow> {
    return scope.db.priceOverride.update({ where: { id: before.id }, data: { removedAt: now } });
  },
});

const columns = {
  id: 'text',
  provider: 'text',
  model: 'text',
  effectiveFrom: 'bigint',
  inputNano: 'bigint',
  outputNano: 'bigint',
  cacheReadNano: 'bigint',
  cacheWriteNano: 'bigint',
} as const satisfies Columns;

/** A price of a tenant's own. `effectiveFrom` in epoch milliseconds, the rest in nano-USD a million tokens, all below 2^53. */
export interface OverrideInForce {
  id: string;
  provider: string;
  model: string;
  effectiveFrom: number;
  inputNano: number;
  outputNano: number;
  cacheReadNano: number;
  cacheWriteNano: number;
}

/** All that were not removed, in order of precedence: those for one provider first, of these the newest. Without Prisma, for every kind of transaction. */
export async function findOverrides({ db, tenantId }: { db: Pick<RawClient, '$queryRaw'>; tenantId: string }): Promise<OverrideInForce[]> {
  const rows = await db.$queryRaw<Record<string, unknown>[]>`
    SELECT ${columnList(columns)} FROM "PriceOverride" WHERE "tenantId" = ${ownTenant({ tenantId })} AND "removedAt" IS NULL
    ORDER BY CASE WHEN "provider" = '' THEN 1 ELSE 0 END, "effectiveFrom" DESC, "createdAt" DESC, "id" DESC`;
  return rows.map((row) => readRow(columns, row) as unknown as OverrideInForce);
}

export interface UnpricedSum {
  provider: string;
  model: string;
  requests: number;
  lastDay: string;
}

/** Requests without a cost from a local day on, by model; of one person, or with undefined of all. */
export async function sumUnpriced(scope: Scope, from: string, userId: string | undefined): Promise<UnpricedSum[]> {
  const rows = await scope.db.usageDay.groupBy({
    by: ['provider', 'model'],
    where: { ...tenantFilter(scope), day: { gte: from }, unpricedRequests: { gt: 0 }, ...(userId !== undefined && { userId }) },
    _sum: { unpricedRequests: true },
    _max: { day: true },
  });
  return rows.map(({ provider, model, _sum, _max }) => ({
    provider,
    model,
    requests: Number(_sum.unpricedRequests ?? 0n),
    lastDay: _max.day ?? from,
  }));
}
