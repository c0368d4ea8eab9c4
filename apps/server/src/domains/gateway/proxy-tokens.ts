import { revokeTokens } from '#platform/auth/repository';
import { issueToken } from '#platform/auth/tokens';
import { HOUR } from '#platform/clock';
import type { Ctx } from '#platform/context';
import type { Tx } from '#platform/db/tx';

export const PROXY_TOKEN_LIFETIME = 4 * HOUR;

/** The one credential that a session's CLI gets: good for our LLM door alone, dead when its process ends. */
export async function issueProxyToken(
  tx: Tx<Ctx>,
  holder: { tenantId: string; userId: string; machineId: string; sessionId: string },
): Promise<string> {
  return (await issueToken(tx, { ...holder, kind: 'proxy', lifetimeMs: PROXY_TOKEN_LIFETIME })).text;
}

export async function revokeProxyTokens(tx: Tx<Ctx>, sessionId: string): Promise<void> {
  await revokeTokens(tx, { tenantId: tx.tenantId, kind: 'proxy', sessionId }, new Date(tx.clock.now()));
}
