import type { ApiToken, ApiTokenPage, CreateApiToken, CreatedApiToken, GetApiToken, ListApiTokens } from '@open-ace/contracts/gateway';
import { hasPermission } from '@open-ace/contracts/permissions';
import { displayNames } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { auditedToken } from '#platform/auth/audited-token';
import { revokeTokens } from '#platform/auth/repository';
import { issueToken, scopesOf, type TokenRow } from '#platform/auth/tokens';
import { DAY } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import { afterTx, inTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { personalTokens } from './repository.ts';

const USUAL_LIFETIME = 365 * DAY;
const MOST_IN_FORCE = 50;

const auditedApiToken = auditedToken('api_token', (row) => row.label, ['label', 'hint', 'scopes', 'userId', 'expiresAt']);

type People = Awaited<ReturnType<typeof displayNames>>;

function toApiToken(row: TokenRow, people: People): ApiToken {
  const { id, label: name, hint, userId, createdAt, expiresAt, lastUsedAt, revokedAt } = row;
  return {
    id,
    name,
    hint,
    scopes: scopesOf(row),
    user: people.get(userId ?? '') ?? { id: userId ?? '', displayName: '' },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}

const namesOf = (ctx: Pick<UserCtx, 'db' | 'tenantId'>, rows: TokenRow[]): Promise<People> =>
  displayNames(
    ctx,
    rows.map(({ userId }) => userId ?? ''),
  );

const isAdmin = ({ actor }: UserCtx) => hasPermission(actor.role, actor.grants, 'admin_access');

function requireFuture(expiresAt: string, now: number): Date {
  const end = new Date(expiresAt);
  if (end.getTime() > now) return end;
  const message = 'Choose a time that is still to come.';
  throw new AppError('INVALID', message, { reason: 'expires_in_past', fields: { expiresAt: message } });
}

export async function createApiToken(ctx: UserCtx, { name, expiresAt, scopes = [] }: CreateApiToken): Promise<CreatedApiToken> {
  const { userId, role } = ctx.actor;
  if (role === 'readonly') {
    throw new AppError('FORBIDDEN', 'You may read but call no model. Ask an administrator to change your role.', {
      reason: 'readonly_role',
    });
  }
  const now = ctx.clock.now();
  const end = expiresAt === undefined ? new Date(now + USUAL_LIFETIME) : requireFuture(expiresAt, now);
  return inTx(ctx, async (tx) => {
    const tokens = personalTokens(tx);
    await tokens.lockHolder(userId);
    if ((await tokens.countInForce(userId, new Date(now))) >= MOST_IN_FORCE) {
      throw new AppError('LIMIT_REACHED', `You have ${MOST_IN_FORCE} tokens. Revoke those that you do not use any more.`, {
        reason: 'too_many_tokens',
      });
    }
    const { id, text } = await issueToken(tx, {
      tenantId: tx.tenantId,
      kind: 'personal',
      userId,
      label: name,
      scopes: [...new Set(scopes)].join(' '),
      expiresAt: end,
    });
    const after = await tokens.require(id, userId);
    await audit(tx, auditedApiToken, { action: 'api_token.create', after });
    return { ...toApiToken(after, await namesOf(tx, [after])), token: text };
  });
}

export async function listApiTokens(ctx: UserCtx, { everyone, ended, ...page }: ListApiTokens): Promise<ApiTokenPage> {
  if (everyone && !isAdmin(ctx)) {
    throw new AppError('FORBIDDEN', "Only administrators see other people's tokens.", { reason: 'missing_permission' });
  }
  const filter = { userId: everyone ? undefined : ctx.actor.userId, inForceAt: ended ? undefined : new Date(ctx.clock.now()) };
  const rows = await personalTokens(ctx).list(filter, page);
  const people = await namesOf(ctx, rows);
  return pageOf(rows, page, (row) => toApiToken(row, people));
}

/** Ends a token of one's own, for administrators anybody's; one that is revoked already stays as it is. */
export async function revokeApiToken(ctx: UserCtx, { apiTokenId }: GetApiToken): Promise<ApiToken> {
  return inTx(ctx, async (tx) => {
    const holder = isAdmin(ctx) ? undefined : ctx.actor.userId;
    const before = await personalTokens(tx).require(apiTokenId, holder);
    const tokenIds = await revokeTokens(tx, { tenantId: tx.tenantId, id: before.id }, new Date(tx.clock.now()));
    const after = await personalTokens(tx).require(apiTokenId, holder);
    if (tokenIds.length > 0) {
      await audit(tx, auditedApiToken, { action: 'api_token.revoke', before, after });
      afterTx(tx, () => tx.events.emit('credential.revoked', { tokenIds }));
    }
    return toApiToken(after, await namesOf(tx, [after]));
  });
}
