import type { ListProviderKeys } from '@open-ace/contracts/provider-key';
import type { Prisma } from '@open-ace/prisma/sqlite';
import { pageArgs } from '#platform/db/page';
import type { RawDatabase } from '#platform/db/raw';
import { type Columns, columnList, readRow } from '#platform/db/rows';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import { notFound } from '#platform/errors';

export type ProviderKeyRow = Prisma.ProviderKeyGetPayload<object>;

type NewProviderKey = Omit<Prisma.ProviderKeyUncheckedCreateInput, 'tenantId'>;
type ProviderKeyChange = Partial<Omit<Prisma.ProviderKeyUncheckedCreateInput, 'id' | 'tenantId' | 'createdAt' | 'createdById'>>;
type Health = Pick<ProviderKeyRow, 'coolingUntil' | 'failingSince' | 'failures'> &
  Partial<Pick<ProviderKeyRow, 'lastFailureAt' | 'lastFailure'>>;
type TestResult = Pick<ProviderKeyRow, 'testedAt' | 'testOutcome' | 'testMessage'> & Partial<Health>;

/** The health of a key whose newest call or test went well. */
export const working = { coolingUntil: null, failingSince: null, failures: 0 } satisfies Health;

export const providerKeys = (scope: Scope) => ({
  async find(id: string): Promise<ProviderKeyRow | null> {
    return scope.db.providerKey.findFirst({ where: { id, ...tenantFilter(scope) } });
  },

  async require(id: string): Promise<ProviderKeyRow> {
    const row = await this.find(id);
    if (!row) throw notFound('provider key');
    return row;
  },

  async list(page: ListProviderKeys): Promise<ProviderKeyRow[]> {
    return scope.db.providerKey.findMany({ where: tenantFilter(scope), orderBy: { id: 'asc' }, ...pageArgs(page) });
  },

  /** Every key of every tenant, some at a time, for sealing them anew. */
  async after(id: string, take: number): Promise<ProviderKeyRow[]> {
    return scope.db.providerKey.findMany({ where: { id: { gt: id }, ...tenantFilter(scope) }, orderBy: { id: 'asc' }, take });
  },

  /** `updatedAt` stays: the secret is the same. */
  async reseal(id: string, before: string, sealed: string): Promise<boolean> {
    return (await scope.db.providerKey.updateMany({ where: { id, sealed: before, ...tenantFilter(scope) }, data: { sealed } })).count > 0;
  },

  async nameTaken(name: string, exceptId?: string): Promise<boolean> {
    const row = await scope.db.providerKey.findFirst({ where: { name, ...tenantFilter(scope) }, select: { id: true } });
    return row !== null && row.id !== exceptId;
  },

  async create(key: NewProviderKey): Promise<ProviderKeyRow> {
    return scope.db.providerKey.create({ data: { ...key, tenantId: ownTenant(scope) } });
  },

  /** `updatedAt` tells one secret of a key from the next, so it always moves. */
  async update(before: ProviderKeyRow, change: ProviderKeyChange, now: Date): Promise<ProviderKeyRow> {
    const updatedAt = new Date(Math.max(now.getTime(), before.updatedAt.getTime() + 1));
    return scope.db.providerKey.update({ where: { id: before.id }, data: { ...change, updatedAt } });
  },

  /** A result is for the secret that was tried: null where the key is another by now. */
  async recordTest(tried: ProviderKeyRow, result: TestResult): Promise<ProviderKeyRow | null> {
    const where = { id: tried.id, updatedAt: tried.updatedAt, ...tenantFilter(scope) };
    const { count } = await scope.db.providerKey.updateMany({ where, data: result });
    return count === 0 ? null : this.find(tried.id);
  },

  async touch(ids: string[], lastUsedAt: Date): Promise<void> {
    await scope.db.providerKey.updateMany({ where: { id: { in: ids }, ...tenantFilter(scope) }, data: { lastUsedAt } });
  },

  /** Written beside the calls: it is no change of the key. */
  async noteHealth(id: string, health: Health): Promise<void> {
    await scope.db.providerKey.updateMany({ where: { id, ...tenantFilter(scope) }, data: health });
  },

  async delete(id: string): Promise<void> {
    await scope.db.providerKey.deleteMany({ where: { id, ...tenantFilter(scope) } });
  },
});

const callColumns = {
  id: 'text',
  provider: 'text',
  name: 'text',
  baseUrl: 'text',
  sealed: 'text',
  priority: 'integer',
  weight: 'integer',
  models: 'json',
  machineIds: 'json',
  tools: 'json',
  speaksResponses: 'boolean',
  attribution: 'boolean',
  coolingUntil: 'date',
  failingSince: 'date',
  failures: 'integer',
  updatedAt: 'date',
} as const satisfies Columns;

/** What calls need of a key. */
export type CallableKeyRow = Pick<ProviderKeyRow, keyof typeof callColumns>;

/** A tenant's keys that calls may go out with, oldest first. */
export async function callableKeys({ $queryRaw }: RawDatabase['reader'], tenantId: string): Promise<CallableKeyRow[]> {
  const rows = await $queryRaw<Record<string, unknown>[]>`
    SELECT ${columnList(callColumns)} FROM "ProviderKey" WHERE "tenantId" = ${tenantId} AND "enabled" ORDER BY "id"`;
  return rows.map((row) => readRow(callColumns, row) as CallableKeyRow);
}
