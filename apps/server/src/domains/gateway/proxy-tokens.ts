import { revokeTokens } from '#platform/auth/repository';
import { issueToken, touchToken } from '#platform/auth/tokens';
import { HOUR, MINUTE } from '#platform/clock';
import type { Ctx, Deps } from '#platform/context';
import { afterTx, inTx, type Tx } from '#platform/db/tx';

const LIFETIME = 4 * HOUR;
/** A token in use is renewed at most this often: a call must not become a write. */
const RENEW_EVERY = 5 * MINUTE;

/** The one credential that a session's CLI gets: good for our LLM door alone, renewed while it is used, dead when its process ends. */
export async function issueProxyToken(
  tx: Tx<Ctx>,
  holder: { tenantId: string; userId: string; machineId: string; sessionId: string },
): Promise<string> {
  return (await issueToken(tx, { ...holder, kind: 'proxy', lifetimeMs: LIFETIME })).text;
}

export async function revokeProxyTokens(tx: Tx<Ctx>, sessionId: string): Promise<void> {
  const tokenIds = await revokeTokens(tx, { tenantId: tx.tenantId, kind: 'proxy', sessionId }, new Date(tx.clock.now()));
  if (tokenIds.length > 0) afterTx(tx, () => tx.events.emit('credential.revoked', { tokenIds }));
}

interface Renewable {
  id: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** Extends tokens in use, beside the calls that use them. */
export function createRenewals(deps: Deps): (token: Renewable) => void {
  const underWay = new Set<string>();
  return ({ id, createdAt, lastUsedAt }) => {
    const now = deps.clock.now();
    if (now - (lastUsedAt ?? createdAt).getTime() < RENEW_EVERY || underWay.has(id)) return;
    underWay.add(id);
    inTx(deps, (tx) => touchToken(tx, id, new Date(now), new Date(now + LIFETIME)))
      .catch((error: unknown) => deps.log.warn({ err: error }, 'a proxy token could not be renewed'))
      .finally(() => underWay.delete(id));
  };
}
