import type { TokenRow } from '#platform/auth/tokens';
import { ownTenant, type Scope, tenantFilter } from '#platform/db/scope';
import type { Tx } from '#platform/db/tx';

/*
 * Failures are counted by text that anybody may type, before there is a tenant; tokens belong to one.
 */

/**
 * Adds one attempt; answers until when the key is locked, or null where the attempt may go on. The window starts with its first
 * attempt. One statement, so that parallel attempts are counted one after the other.
 */
export async function countAttempt(tx: Tx, key: string, attempts: number, now: number, windowMs: number): Promise<number | null> {
  const over = now - windowMs;
  const rows = await tx.db.$queryRaw<{ count: number; firstAt: bigint }[]>`
    INSERT INTO "SignInFailure" ("key", "count", "firstAt") VALUES (${key}, 1, ${now})
    ON CONFLICT ("key") DO UPDATE SET
      "count" = CASE WHEN "SignInFailure"."firstAt" <= ${over} THEN 1 ELSE "SignInFailure"."count" + 1 END,
      "firstAt" = CASE WHEN "SignInFailure"."firstAt" <= ${over} THEN excluded."firstAt" ELSE "SignInFailure"."firstAt" END
    RETURNING "count", "firstAt"`;
  const [row] = rows;
  return row && row.count > attempts ? Number(row.firstAt) + windowMs : null;
}

export async function clearFailures(tx: Tx, keys: string[]): Promise<void> {
  await tx.db.signInFailure.deleteMany({ where: { key: { in: keys } } });
}

export async function dropOldFailures(tx: Tx, before: number): Promise<number> {
  return (await tx.db.signInFailure.deleteMany({ where: { firstAt: { lt: BigInt(before) } } })).count;
}

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
