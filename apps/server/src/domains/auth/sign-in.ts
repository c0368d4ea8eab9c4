import type { Login, Me } from '@open-ace/contracts/auth';
import { HistoryPolicy } from '@open-ace/contracts/machine';
import { hasPermission, Permission, Role } from '@open-ace/contracts/permissions';
import { z } from 'zod';
import { currentTenant, ensureFirstTenant, isSuspended } from '#domains/tenant';
import { auditedUser, keyOf, type UserRow, users } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { forgetFailures, takeAttempt } from '#platform/auth/lockout';
import { verifyPassword } from '#platform/auth/passwords';
import { revokeTokens } from '#platform/auth/repository';
import { SIGN_IN_LIFETIME } from '#platform/auth/resolve';
import { issueToken } from '#platform/auth/tokens';
import type { OpenCtx, UserCtx } from '#platform/context';
import { systemScope } from '#platform/db/scope';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';

export async function meOf(ctx: Pick<UserCtx, 'db'>, user: UserRow): Promise<Me> {
  const tenant = await currentTenant({ db: ctx.db, tenantId: user.tenantId });
  const role = Role.parse(user.role);
  const grants = z.array(Permission).parse(user.grants);
  return {
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    email: user.email,
    role,
    tenantId: tenant.id,
    tenantName: tenant.name,
    timeZone: tenant.timeZone,
    permissions: Permission.options.filter((permission) => hasPermission(role, grants, permission)),
    platformAdmin: user.platformAdmin,
    mustChangePassword: user.mustChangePassword,
    historyPolicy: HistoryPolicy.parse(user.historyPolicy),
  };
}

export async function me(ctx: UserCtx): Promise<Me> {
  return meOf(ctx, await users(ctx).require(ctx.actor.userId));
}

/** Opens a sign-in for a person whose identity is established. */
export async function openSignIn(tx: Tx<OpenCtx>, user: UserRow): Promise<string> {
  const { address, userAgent } = tx.origin;
  const token = await issueToken(tx, {
    tenantId: user.tenantId,
    kind: 'sign-in',
    userId: user.id,
    lifetimeMs: SIGN_IN_LIFETIME,
    address,
    userAgent,
  });
  const now = new Date(tx.clock.now());
  await users({ db: tx.db, tenantId: user.tenantId }).update(user, { lastSignInAt: now }, now);
  return token.text;
}

interface SignedIn {
  me: Me;
  token: string;
}

const wrong = () => new AppError('UNAUTHENTICATED', 'User name or password is wrong.', { reason: 'wrong_password' });

export async function login(ctx: OpenCtx, { username, password }: Login): Promise<SignedIn> {
  const accountKey = keyOf(username);
  await takeAttempt(ctx, accountKey);
  const found = await users(systemScope(ctx, 'sign-in names no tenant')).findByLogin(username);
  const matches = await verifyPassword(found?.passwordHash, password);
  if (!found || !matches || found.deletedAt || (await isSuspended(ctx.db, found.tenantId))) {
    await recordFailure(ctx, found);
    throw wrong();
  }
  return inTx(ctx, async (tx) => {
    await forgetFailures(tx, accountKey, ctx.origin.address);
    const token = await openSignIn(tx, found);
    await audit({ ...tx, tenantId: found.tenantId, actor: actorFor(found) }, auditedUser, {
      action: 'auth.login',
      after: found,
      before: found,
    });
    return { me: await meOf(tx, found), token };
  });
}

/** The person as the one who acts, in entries written before they are signed in. */
export function actorFor(user: UserRow): UserCtx['actor'] {
  return {
    kind: 'user',
    userId: user.id,
    username: user.username,
    role: Role.parse(user.role),
    grants: [],
    platformAdmin: user.platformAdmin,
    mustChangePassword: user.mustChangePassword,
    tenantId: user.tenantId,
    tokenId: '',
  };
}

async function recordFailure(ctx: OpenCtx, found: UserRow | null): Promise<void> {
  const tenantId = found?.tenantId ?? (await ensureFirstTenant(ctx)).id;
  await inTx({ ...ctx, tenantId }, (tx) => audit(tx, auditedUser, { action: 'auth.login', outcome: 'failure', subject: found }));
}

export async function logout(ctx: UserCtx): Promise<void> {
  const tokenIds = [ctx.actor.tokenId];
  await inTx(ctx, async (tx) => {
    const user = await users(tx).require(ctx.actor.userId);
    await revokeTokens(tx, { tenantId: tx.tenantId, id: ctx.actor.tokenId }, new Date(tx.clock.now()));
    await audit(tx, auditedUser, { action: 'auth.logout', subject: user });
    afterTx(tx, () => tx.events.emit('credential.revoked', { tokenIds }));
  });
}
