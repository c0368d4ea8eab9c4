import type { Prisma } from '@open-ace/prisma/sqlite';
import type { RawDatabase } from '#platform/db/raw';
import type { Scope } from '#platform/db/scope';
import { ownTenant } from '#platform/db/scope';
import type { Tx } from '#platform/db/tx';
import { notFound } from '#platform/errors';

export type TenantRow = Prisma.TenantGetPayload<object>;

export const tenants = (scope: Scope) => ({
  async current(): Promise<TenantRow> {
    const row = await scope.db.tenant.findUnique({ where: { id: ownTenant(scope) } });
    if (!row) throw notFound('tenant');
    return row;
  },
});

/** The zone in which a tenant's days begin. Without Prisma: calls wait for it. */
export async function readTimeZone({ $queryRaw }: RawDatabase['reader'], tenantId: string): Promise<string> {
  const [row] = await $queryRaw<{ timeZone: string }[]>`SELECT "timeZone" FROM "Tenant" WHERE "id" = ${tenantId}`;
  if (!row) throw notFound('tenant');
  return row.timeZone;
}

/** Every tenant with its zone, for what goes through all of them. */
export const readTimeZones = ({ $queryRaw }: RawDatabase['reader']): Promise<{ id: string; timeZone: string }[]> =>
  $queryRaw`SELECT "id", "timeZone" FROM "Tenant" ORDER BY "id"`;

/** The tenant that this installation began with. It exists before any scope does. */
export async function findFirstTenant(db: Tx['db']): Promise<TenantRow | null> {
  return db.tenant.findFirst({ orderBy: { id: 'asc' } });
}

export async function insertTenant(tx: Tx, data: Prisma.TenantUncheckedCreateInput): Promise<TenantRow> {
  return tx.db.tenant.create({ data });
}
