import type { ChangePassword, Me, RevokeSignIn, SignIn, UpdateProfile } from '@open-ace/contracts/auth';
import { askAnew } from '#domains/machine';
import { auditedUser, requireFree, users } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { auditedToken } from '#platform/auth/audited-token';
import { takeAttempt } from '#platform/auth/lockout';
import { hashPassword, verifyPassword } from '#platform/auth/passwords';
import { revokeTokens } from '#platform/auth/repository';
import type { UserCtx } from '#platform/context';
import { afterTx, inTx } from '#platform/db/tx';
import { AppError, notFound } from '#platform/errors';
import { signIns } from './repository.ts';
import { meOf } from './sign-in.ts';

const auditedSignIn = auditedToken('sign-in', (row) => row.userAgent, ['label', 'userAgent', 'address', 'createdAt']);

export async function updateProfile(ctx: UserCtx, input: UpdateProfile): Promise<Me> {
  return inTx(ctx, async (tx) => {
    const before = await users(tx).require(ctx.actor.userId);
    await requireFree(tx, { email: input.email }, before.id);
    const { displayName, email = null, historyPolicy = before.historyPolicy } = input;
    const after = await users(tx).update(before, { displayName, email, historyPolicy }, new Date(tx.clock.now()));
    await audit(tx, auditedUser, { action: 'auth.update_profile', before, after });
    if (after.historyPolicy !== before.historyPolicy) await askAnew(tx, ({ ownerId }) => ownerId === after.id);
    return meOf(tx, after);
  });
}

const wrong = 'This is not your current password.';

/** Ends every other sign-in: whoever knew the old password is out. */
export async function changePassword(ctx: UserCtx, { currentPassword, newPassword }: ChangePassword): Promise<Me> {
  const user = await users(ctx).require(ctx.actor.userId);
  await takeAttempt(ctx, user.usernameKey);
  if (!(await verifyPassword(user.passwordHash, currentPassword))) {
    throw new AppError('INVALID', wrong, { reason: 'wrong_password', fields: { currentPassword: wrong } });
  }
  if (currentPassword === newPassword) {
    const same = 'Choose another password than the current one.';
    throw new AppError('INVALID', same, { reason: 'same_password', fields: { newPassword: same } });
  }
  const passwordHash = await hashPassword(newPassword);
  return inTx(ctx, async (tx) => {
    const now = new Date(tx.clock.now());
    const before = await users(tx).require(ctx.actor.userId);
    const after = await users(tx).update(before, { passwordHash, mustChangePassword: false }, now);
    const others = { tenantId: tx.tenantId, kind: 'sign-in', userId: before.id, id: { not: ctx.actor.tokenId } };
    const tokenIds = await revokeTokens(tx, others, now);
    await audit(tx, auditedUser, { action: 'auth.change_password', before, after });
    afterTx(tx, () => tx.events.emit('credential.revoked', { tokenIds }));
    return meOf(tx, after);
  });
}

export async function listSignIns(ctx: UserCtx): Promise<{ items: SignIn[] }> {
  const rows = await signIns(ctx).listOf(ctx.actor.userId, new Date(ctx.clock.now()));
  const items = rows.map((row) => ({
    id: row.id,
    current: row.id === ctx.actor.tokenId,
    userAgent: row.userAgent,
    address: row.address,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt.toISOString(),
  }));
  return { items };
}

export async function revokeSignIn(ctx: UserCtx, { signInId: id }: RevokeSignIn): Promise<void> {
  await inTx(ctx, async (tx) => {
    const before = await signIns(tx).find(id, ctx.actor.userId);
    if (!before) throw notFound('sign-in');
    const now = new Date(tx.clock.now());
    const tokenIds = await revokeTokens(tx, { tenantId: tx.tenantId, id }, now);
    await audit(tx, auditedSignIn, { action: 'auth.revoke_sign_in', before, after: { ...before, revokedAt: now } });
    afterTx(tx, () => tx.events.emit('credential.revoked', { tokenIds }));
  });
}
