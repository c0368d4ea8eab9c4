import type { GetProxyToken, ListProxyTokens, ProxyToken, ProxyTokenPage } from '@open-ace/contracts/gateway';
import { machineNames } from '#domains/machine';
import { displayNames } from '#domains/user';
import { audit } from '#platform/audit/audit';
import { auditedToken } from '#platform/auth/audited-token';
import { revokeTokens } from '#platform/auth/repository';
import { scopesOf, type TokenRow } from '#platform/auth/tokens';
import type { UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import type { Scope } from '#platform/db/scope';
import { afterTx, inTx } from '#platform/db/tx';
import { proxyTokens, sessionTitles } from './repository.ts';

const auditedProxyToken = auditedToken('proxy_token', () => '', ['userId', 'machineId', 'sessionId', 'expiresAt']);

/** Turns rows into what is shown of them: names are read for all of them at once. */
async function presenterOf(scope: Scope, rows: TokenRow[]): Promise<(row: TokenRow) => ProxyToken> {
  const idsOf = (field: 'userId' | 'machineId' | 'sessionId') => [...new Set(rows.map((row) => row[field]).filter((id) => id !== null))];
  const people = await displayNames(scope, idsOf('userId'));
  const machines = await machineNames(scope, idsOf('machineId'));
  const sessions = await sessionTitles(scope, idsOf('sessionId'));
  return (row) => ({
    id: row.id,
    scopes: scopesOf(row),
    user: people.get(row.userId ?? '') ?? null,
    machine: machines.get(row.machineId ?? '') ?? null,
    session: sessions.get(row.sessionId ?? '') ?? null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  });
}

export async function listProxyTokens(ctx: UserCtx, { ended, ...page }: ListProxyTokens): Promise<ProxyTokenPage> {
  const rows = await proxyTokens(ctx).list(page, ended ? undefined : new Date(ctx.clock.now()));
  return pageOf(rows, page, await presenterOf(ctx, rows));
}

/** Cuts a session's CLI off from its models at once; a token that is revoked already stays as it is. */
export async function revokeProxyToken(ctx: UserCtx, { proxyTokenId }: GetProxyToken): Promise<ProxyToken> {
  return inTx(ctx, async (tx) => {
    const before = await proxyTokens(tx).require(proxyTokenId);
    const tokenIds = await revokeTokens(tx, { tenantId: tx.tenantId, id: before.id }, new Date(tx.clock.now()));
    const after = await proxyTokens(tx).require(proxyTokenId);
    if (tokenIds.length > 0) {
      await audit(tx, auditedProxyToken, { action: 'proxy_token.revoke', before, after });
      afterTx(tx, () => tx.events.emit('credential.revoked', { tokenIds }));
    }
    return (await presenterOf(tx, [after]))(after);
  });
}
