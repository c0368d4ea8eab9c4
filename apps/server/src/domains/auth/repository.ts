import type { TokenRow } from '#platform/auth/tokens';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import type { Tx } from '#platform/db/tx';

export const signIns = (scope: Scope) => ({
  async listOf(userId: string, now: Date): Promise<TokenRow[]> {
    return scope.db.token.findMany({
      where: { ...tenantFilter(scope), kind: 'sign-in', userId, revokedAt: null, expiresAt: { gt: now } },
      orderBy: { id: 'desc' },
      take: 100,
    });
  },

  async find(id: string, userId: string): Promise<TokenRow | null> {
    return scope.db.token.findFirst({ where: { id, tenantId: ownTenant(scope), kind: 'sign-in', userId } });
  },
});

export async function dropDeadTokens(tx: Tx, before: Date): Promise<number> {
  const dead = { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] };
  return (await tx.db.token.deleteMany({ where: dead })).count;
}
