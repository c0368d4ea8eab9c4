import type { CheckSetup, CompleteSetup, SetupCheck, SetupState } from '@open-ace/contracts/auth';
import { ensureFirstTenant } from '#domains/tenant';
import { auditedUser, requireFree, type UserRow, users } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { hashPassword } from '#platform/auth/passwords';
import { revokeTokens } from '#platform/auth/repository';
import { issueToken, verifyToken } from '#platform/auth/tokens';
import { build } from '#platform/build';
import { HOUR } from '#platform/clock';
import { type Deps, type OpenCtx, systemCtx } from '#platform/context';
import { systemScope } from '#platform/db/scope';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { newId } from '#platform/ids';
import { actorFor, meOf, openSignIn } from './sign-in.ts';

const SETUP_LIFETIME = 24 * HOUR;

const somebodyExists = ({ db }: Pick<Deps, 'db'>) =>
  users(systemScope({ db }, 'the first administrator is the first of any tenant')).exists();

/** Whoever set the server up; null before. */
export async function findFirstAdmin({ db }: Pick<Deps, 'db'>): Promise<{ tenantId: string; userId: string } | null> {
  const admin = await users(systemScope({ db }, 'the first administrator is the first of any tenant')).firstPlatformAdmin();
  return admin && { tenantId: admin.tenantId, userId: admin.id };
}

export async function setupState(ctx: OpenCtx): Promise<SetupState> {
  return { needed: !(await somebodyExists(ctx)), version: build.version };
}

interface FirstAdmin {
  username: string;
  email?: string | null | undefined;
  passwordHash: string;
}

async function createFirstAdmin(tx: Tx<OpenCtx>, tenantId: string, admin: FirstAdmin): Promise<UserRow> {
  if (await somebodyExists(tx)) throw new AppError('PRECONDITION', 'This server is set up already. Sign in.', { reason: 'already_set_up' });
  const scope = { ...tx, tenantId };
  await requireFree(scope, admin);
  const now = new Date(tx.clock.now());
  const row = await users(scope).create({
    id: newId(),
    username: admin.username,
    displayName: admin.username,
    email: admin.email ?? null,
    role: 'admin',
    grants: [],
    platformAdmin: true,
    passwordHash: admin.passwordHash,
    createdAt: now,
    updatedAt: now,
  });
  await audit({ ...scope, actor: actorFor(row) }, auditedUser, { action: 'auth.setup', after: row });
  afterTx(tx, () => tx.events.emit('user.first-admin-created', { tenantId, userId: row.id }));
  return row;
}

/**
 * At start: with a configured password the first administrator exists at once; else a one-time link for whoever reads the server's
 * terminal. Null when somebody exists already.
 */
export async function prepareFirstAdmin(deps: Deps): Promise<{ setupToken: string } | null> {
  if (await somebodyExists(deps)) return null;
  const { id: tenantId } = await ensureFirstTenant(deps);
  const ctx = systemCtx(deps, tenantId, 'first start');
  const password = deps.config.OPENACE_ADMIN_PASSWORD;
  if (password) {
    const passwordHash = await hashPassword(password);
    await inTx(ctx, (tx) => createFirstAdmin(tx, tenantId, { username: 'admin', passwordHash }));
    return null;
  }
  const { text } = await inTx(ctx, async (tx) => {
    await revokeTokens(tx, { tenantId, kind: 'setup' }, new Date(tx.clock.now()));
    return issueToken(tx, { tenantId, kind: 'setup', lifetimeMs: SETUP_LIFETIME });
  });
  return { setupToken: text };
}

const deadLink = () =>
  new AppError('FORBIDDEN', 'This set-up link is not valid any more. Restart the server: it prints a new one.', {
    reason: 'setup_link_dead',
  });

async function requireSetupToken(ctx: OpenCtx, token: string) {
  if (await somebodyExists(ctx))
    throw new AppError('PRECONDITION', 'This server is set up already. Sign in.', { reason: 'already_set_up' });
  return verifyToken(ctx, 'setup', token).catch(() => {
    throw deadLink();
  });
}

export async function checkSetup(ctx: OpenCtx, { token }: CheckSetup): Promise<SetupCheck> {
  return { validUntil: (await requireSetupToken(ctx, token)).expiresAt.toISOString() };
}

export async function completeSetup(ctx: OpenCtx, { token, password, ...admin }: CompleteSetup) {
  const { id, tenantId } = await requireSetupToken(ctx, token);
  const passwordHash = await hashPassword(password);
  return inTx(ctx, async (tx) => {
    const used = await revokeTokens(tx, { tenantId, id }, new Date(tx.clock.now()));
    if (used.length === 0) throw deadLink();
    const user = await createFirstAdmin(tx, tenantId, { ...admin, passwordHash });
    return { token: await openSignIn(tx, user), me: await meOf(tx, user) };
  });
}
