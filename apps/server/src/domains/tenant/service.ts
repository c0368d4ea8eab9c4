import type { Tenant } from '@open-ace/contracts/tenant';
import { audit, audited } from '#platform/audit/audit';
import { type Ctx, type Deps, systemCtx } from '#platform/context';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { findFirstTenant, insertTenant, type TenantRow, tenants } from './repository.ts';

const auditedTenant = audited<TenantRow>('tenant', (row) => row.name, {
  id: 'ignore',
  slug: 'track',
  name: 'track',
  status: 'track',
  timeZone: 'track',
  unlimited: 'track',
  plan: 'track',
  createdAt: 'ignore',
  updatedAt: 'ignore',
});

export async function currentTenant(ctx: Pick<Ctx, 'db' | 'tenantId'>): Promise<Tenant> {
  const { id, name, slug, timeZone, unlimited } = await tenants(ctx).current();
  return { id, name, slug, timeZone, unlimited };
}

/** A suspended tenant keeps its data and lets nobody in. */
export async function isSuspended(db: Ctx['db'], tenantId: string): Promise<boolean> {
  return (await tenants({ db, tenantId }).current()).status === 'suspended';
}

/** Makes the first tenant at the first start: unlimited, its days beginning where the server stands. */
export async function ensureFirstTenant(deps: Deps): Promise<{ id: string }> {
  const found = await findFirstTenant(deps.db);
  if (found) return found;
  const id = newId();
  const now = new Date(deps.clock.now());
  return inTx(systemCtx(deps, id, 'first start'), async (tx) => {
    const earlier = await findFirstTenant(tx.db);
    if (earlier) return earlier;
    const after = await insertTenant(tx, {
      id,
      slug: 'default',
      name: 'Default',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      unlimited: true,
      createdAt: now,
      updatedAt: now,
    });
    await audit(tx, auditedTenant, { action: 'tenant.create', after });
    return after;
  });
}
