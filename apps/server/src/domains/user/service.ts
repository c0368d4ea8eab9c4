import { hasPermission, Permission, Role } from '@open-ace/contracts/permissions';
import type { CreatedUser, CreateUser, GetUser, ListUsers, TemporaryPassword, UpdateUser, User, UserPage } from '@open-ace/contracts/user';
import { z } from 'zod';
import { audit } from '#platform/audit/audit';
import { unlockAccount } from '#platform/auth/lockout';
import { hashPassword, temporaryPassword } from '#platform/auth/passwords';
import { revokeTokens } from '#platform/auth/repository';
import type { TokenKind } from '#platform/auth/tokens';
import type { UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import type { Scope } from '#platform/db/scope';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { newId } from '#platform/ids';
import { auditedUser } from './audited-user.ts';
import { type UserRow, users } from './repository.ts';

function toUser(row: UserRow): User {
  return {
    id: row.id,
    username: row.username,
    displayName: row.displayName,
    email: row.email,
    role: Role.parse(row.role),
    grants: z.array(Permission).parse(row.grants),
    status: row.deletedAt ? 'deleted' : 'active',
    platformAdmin: row.platformAdmin,
    mustChangePassword: row.mustChangePassword,
    createdAt: row.createdAt.toISOString(),
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
  };
}

export async function listUsers(ctx: UserCtx, input: ListUsers): Promise<UserPage> {
  return pageOf(await users(ctx).list(input), input, toUser);
}

export async function getUser(ctx: UserCtx, { userId }: GetUser): Promise<User> {
  return toUser(await users(ctx).require(userId));
}

/** Names for ids that other records hold, deleted people included. */
export async function displayNames(scope: Scope, ids: string[]): Promise<Map<string, { id: string; displayName: string }>> {
  const rows = await users(scope).names([...new Set(ids.filter(Boolean))]);
  return new Map(rows.map((row) => [row.id, row]));
}

const taken = (field: 'username' | 'email') => {
  const message = field === 'username' ? 'This name is taken. Names are unique on the server.' : 'This e-mail belongs to another account.';
  return new AppError('CONFLICT', message, { reason: `${field}_taken`, fields: { [field]: message } });
};

/** Refuses a name or an address that somebody has. The unique index holds where two calls race. */
export async function requireFree(scope: Scope, user: { username?: string; email?: string | null | undefined }, exceptId?: string) {
  if (user.username && (await users(scope).taken('usernameKey', user.username, exceptId))) throw taken('username');
  if (user.email && (await users(scope).taken('emailKey', user.email, exceptId))) throw taken('email');
}

/** Rights that would let a person rise above their own are for administrators to give, and administrators for administrators to change. */
function requireRank(
  ctx: UserCtx,
  target: { role: string; platformAdmin: boolean } | null,
  given: { role?: Role | undefined; grants?: Permission[] | undefined },
) {
  const { actor } = ctx;
  const isAdmin = hasPermission(actor.role, actor.grants, 'admin_access');
  const mayGrant = hasPermission(actor.role, actor.grants, 'manage_permissions');
  const toAdmin = given.role === 'admin' || given.grants?.includes('admin_access');
  if ((target?.role === 'admin' || toAdmin) && !isAdmin)
    throw new AppError('FORBIDDEN', 'Only administrators may change administrators.', { reason: 'needs_admin' });
  if (target?.platformAdmin && !actor.platformAdmin)
    throw new AppError('FORBIDDEN', 'Only a platform administrator may change another.', { reason: 'needs_platform_admin' });
  const changesRights = (given.role !== undefined && given.role !== (target?.role ?? 'user')) || given.grants !== undefined;
  if (changesRights && !mayGrant)
    throw new AppError('FORBIDDEN', 'You may not change roles or permissions.', { reason: 'missing_permission' });
}

async function keepOneAdmin(tx: Tx<UserCtx>, before: UserRow): Promise<void> {
  if (before.role === 'admin' && (await users(tx).countAdmins()) === 1) {
    throw new AppError('PRECONDITION', 'This is the last administrator. Make another one first.', { reason: 'last_admin' });
  }
}

/** Revokes the person's credentials of these kinds, and ends with sign-ins every open socket. */
async function endCredentials(tx: Tx<UserCtx>, userId: string, kinds: TokenKind[]): Promise<void> {
  const tokenIds = await revokeTokens(tx, { tenantId: tx.tenantId, userId, kind: { in: kinds } }, new Date(tx.clock.now()));
  afterTx(tx, () => tx.events.emit('credential.revoked', { tokenIds }));
}

export async function createUser(ctx: UserCtx, input: CreateUser): Promise<CreatedUser> {
  requireRank(ctx, null, input);
  const temporary = input.password === undefined ? temporaryPassword() : null;
  const passwordHash = await hashPassword(input.password ?? temporary ?? '');
  const now = new Date(ctx.clock.now());
  return inTx(ctx, async (tx) => {
    await requireFree(tx, input);
    const after = await users(tx).create({
      id: newId(),
      username: input.username,
      displayName: input.displayName ?? input.username,
      email: input.email ?? null,
      role: input.role,
      grants: [],
      passwordHash,
      mustChangePassword: temporary !== null,
      createdAt: now,
      updatedAt: now,
    });
    await audit(tx, auditedUser, { action: 'user.create', after });
    return { user: toUser(after), temporaryPassword: temporary };
  });
}

export async function updateUser(ctx: UserCtx, { userId, ...change }: UpdateUser): Promise<User> {
  return inTx(ctx, async (tx) => {
    const before = await users(tx).require(userId);
    requireRank(ctx, before, change);
    if (change.role && change.role !== 'admin') await keepOneAdmin(tx, before);
    await requireFree(tx, { email: change.email }, userId);
    const after = await users(tx).update(before, change, new Date(tx.clock.now()));
    await audit(tx, auditedUser, { action: 'user.update', before, after });
    afterTx(tx, () => tx.events.emit('user.access-changed', { userId }));
    return toUser(after);
  });
}

export async function deleteUser(ctx: UserCtx, { userId }: GetUser): Promise<User> {
  if (userId === ctx.actor.userId)
    throw new AppError('PRECONDITION', 'Nobody deletes their own account. Ask another administrator.', { reason: 'own_account' });
  return inTx(ctx, async (tx) => {
    const before = await users(tx).require(userId);
    requireRank(ctx, before, {});
    if (before.deletedAt) return toUser(before);
    await keepOneAdmin(tx, before);
    const after = await users(tx).update(before, { deletedAt: new Date(tx.clock.now()) }, new Date(tx.clock.now()));
    await endCredentials(tx, userId, ['sign-in', 'personal']);
    await audit(tx, auditedUser, { action: 'user.delete', before, after });
    return toUser(after);
  });
}

export async function restoreUser(ctx: UserCtx, { userId }: GetUser): Promise<User> {
  return inTx(ctx, async (tx) => {
    const before = await users(tx).require(userId);
    requireRank(ctx, before, {});
    const after = await users(tx).update(before, { deletedAt: null }, new Date(tx.clock.now()));
    await audit(tx, auditedUser, { action: 'user.restore', before, after });
    return toUser(after);
  });
}

/** Gives a temporary password, which the person must change, and ends where they are signed in. */
export async function resetPassword(ctx: UserCtx, { userId }: GetUser): Promise<TemporaryPassword> {
  const temporary = temporaryPassword();
  const passwordHash = await hashPassword(temporary);
  return inTx(ctx, async (tx) => {
    const before = await users(tx).require(userId);
    requireRank(ctx, before, {});
    const after = await users(tx).update(before, { passwordHash, mustChangePassword: true }, new Date(tx.clock.now()));
    await endCredentials(tx, userId, ['sign-in']);
    for (const key of [before.usernameKey, before.emailKey]) if (key) await unlockAccount(tx, key);
    await audit(tx, auditedUser, { action: 'user.reset_password', before, after });
    return { temporaryPassword: temporary };
  });
}
