import type { Prisma } from '@open-ace/prisma/sqlite';
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

/** The tenant that this installation began with. It exists before any scope does. */
export async function findFirstTenant(db: Tx['db']): Promise<TenantRow | null> {
  return db.tenant.findFirst({ orderBy: { id: 'asc' } });
}

export async function insertTenant(tx: Tx, data: Prisma.TenantUncheckedCreateInput): Promise<TenantRow> {
  return tx.db.tenant.create({ data });
}
