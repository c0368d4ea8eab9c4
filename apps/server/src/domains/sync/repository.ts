import type { Prisma } from '@open-ace/prisma/sqlite';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';

export type PersonStateRow = Prisma.PersonStateGetPayload<object>;

/** What follows one person. */
export const personStates = (scope: Scope, userId: string) => ({
  async list(take: number): Promise<PersonStateRow[]> {
    return scope.db.personState.findMany({ where: { userId, ...tenantFilter(scope) }, orderBy: { updatedAt: 'desc' }, take });
  },

  async find(key: string): Promise<PersonStateRow | null> {
    return scope.db.personState.findFirst({ where: { userId, key, ...tenantFilter(scope) } });
  },

  async set(key: string, value: string, updatedAt: Date): Promise<PersonStateRow> {
    return scope.db.personState.upsert({
      where: { userId_key: { userId, key } },
      create: { userId, key, value, version: 1, updatedAt, tenantId: ownTenant(scope) },
      update: { value, version: { increment: 1 }, updatedAt },
    });
  },

  async remove(key: string): Promise<void> {
    await scope.db.personState.deleteMany({ where: { userId, key, ...tenantFilter(scope) } });
  },

  /** Drops the oldest beyond so many. */
  async keepNewest(most: number): Promise<void> {
    const old = await scope.db.personState.findMany({
      where: { userId, ...tenantFilter(scope) },
      orderBy: { updatedAt: 'desc' },
      select: { key: true },
      skip: most,
      take: 100,
    });
    if (old.length > 0) await scope.db.personState.deleteMany({ where: { userId, key: { in: old.map(({ key }) => key) } } });
  },
});
