import type { TokenRow } from '#platform/auth/tokens';
import { pageArgs } from '#platform/db/page';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import type { Tx } from '#platform/db/tx';
import { notFound } from '#platform/errors';

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

interface TokenFilter {
  /** Undefined: everybody's. */
  userId: string | undefined;
  /** Left out: also those that are revoked or expired. */
  inForceAt?: Date | undefined;
}

const inForce = (at: Date) => ({ revokedAt: null, expiresAt: { gt: at } });

/** Tokens that people made for themselves. */
export const personalTokens = (scope: Scope) => ({
  /** Somebody's, or with undefined anybody's. */
  async require(id: string, userId: string | undefined): Promise<TokenRow> {
    const row = await scope.db.token.findFirst({
      where: { id, ...tenantFilter(scope), kind: 'personal', ...(userId !== undefined && { userId }) },
    });
    if (!row) throw notFound('token');
    return row;
  },

  /** Newest first. */
  async list({ userId, inForceAt }: TokenFilter, page: { limit: number; cursor?: string | null | undefined }): Promise<TokenRow[]> {
    return scope.db.token.findMany({
      where: { ...tenantFilter(scope), kind: 'personal', ...(userId !== undefined && { userId }), ...(inForceAt && inForce(inForceAt)) },
      orderBy: { id: 'desc' },
      ...pageArgs(page),
    });
  },

  async countInForce(userId: string, at: Date): Promise<number> {
    return scope.db.token.count({ where: { ...tenantFilter(scope), kind: 'personal', userId, ...inForce(at) } });
  },

  /** Holds the person's row until the end of the transaction: their tokens are made one after the other, and none once they are deleted. */
  async lockHolder(userId: string): Promise<void> {
    const tenantId = ownTenant(scope);
    const { count } = await scope.db.user.updateMany({ where: { id: userId, tenantId, deletedAt: null }, data: { tenantId } });
    if (count === 0) throw notFound('user');
  },
});

export async function dropDeadTokens(tx: Tx, before: Date): Promise<number> {
  const dead = { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] };
  return (await tx.db.token.deleteMany({ where: dead })).count;
}
