import { revokeTokens } from '#platform/auth/repository';
import { issueToken, touchToken } from '#platform/auth/tokens';
import { HOUR, MINUTE } from '#platform/clock';
import type { Ctx, Deps } from '#platform/context';
import { afterTx, inTx, type Tx } from '#platform/db/tx';
import type { Vendor } from './protocol.ts';

const LIFETIME = 4 * HOUR;
/** A token in use is renewed at most this often: a call must not become a write. */
const RENEW_EVERY = 5 * MINUTE;

/** The one credential that a session's CLI gets: good for our LLM door alone, renewed while it is used, dead when its process ends. */
export async function issueProxyToken(
  tx: Tx<Ctx>,
  { vendor, ...holder }: { tenantId: string; userId: string; machineId: string; sessionId: string; vendor?: Vendor },
): Promise<string> {
  const scopes = vendor ? `llm:${vendor}` : '';
  return (await issueToken(tx, { ...holder, scopes, kind: 'proxy', lifetimeMs: LIFETIME })).text;
}

export async function revokeProxyTokens(tx: Tx<Ctx>, sessionId: string): Promise<void> {
  const tokenIds = await revokeTokens(tx, { tenantId: tx.tenantId, kind: 'proxy', sessionId }, new Date(tx.clock.now()));
  if (tokenIds.length > 0) afterTx(tx, () => tx.events.emit('credential.revoked', { tokenIds }));
}

interface Renewable {
  id: string;
  kind: string;
  expiresAt: Date;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** Writes down that tokens are used, and extends those of sessions, beside the calls that use them. */
export function createRenewals(deps: Deps): (token: Renewable) => void {
  const underWay = new Set<string>();
  return (token) => {
    const { id, kind, createdAt, expiresAt, lastUsedAt } = token;
    const now = deps.clock.now();
    const isFirstUse = lastUsedAt === null && kind === 'personal';
    if ((!isFirstUse && now - (lastUsedAt ?? createdAt).getTime() < RENEW_EVERY) || underWay.has(id)) return;
    underWay.add(id);
    token.lastUsedAt = new Date(now);
    const until = kind === 'proxy' ? new Date(now + LIFETIME) : expiresAt;
    inTx(deps, (tx) => touchToken(tx, id, new Date(now), until))
      .catch((error: unknown) => deps.log.warn({ err: error }, 'a proxy token could not be renewed'))
      .finally(() => underWay.delete(id));
  };
}
