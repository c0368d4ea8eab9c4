import { hashOfToken, requireInForce } from '#platform/auth/tokens';
import type { Deps } from '#platform/context';
import { AppError } from '#platform/errors';
import { inBatches } from './batches.ts';
import { createRenewals } from './proxy-tokens.ts';
import { Refusal, unavailable } from './refusal.ts';
import { findProxyHolders, type ProxyHolderRow } from './repository.ts';

/** Who calls, from which session. */
export interface Caller {
  tenantId: string;
  userId: string;
  machineId: string;
  sessionId: string;
  toolSessionId: string;
  tool: string;
  cwd: string;
  gitRemote: string;
  gitBranch: string;
}

/** A token that another replica revoked is dead here after this; one that we revoke, at once. */
const REMEMBERED_MS = 500;
const MOST_REMEMBERED = 5000;

const notAToken = () =>
  new Refusal(401, 'invalid_credential', 'This is no token of Open ACE. Start the session from Open ACE, which gives its CLI one.');
const over = () =>
  new Refusal(403, 'credential_over', 'The session that this token was made for is over. Resume it in Open ACE, or start a new one.');

function callerOf(row: ProxyHolderRow): Caller {
  const { tenantId, userId, machineId, sessionId, tool, toolSessionId, cwd, gitRemote, gitBranch } = row;
  if (!row.open || userId === null || machineId === null || sessionId === null) throw over();
  return {
    tenantId,
    userId,
    machineId,
    sessionId,
    toolSessionId: toolSessionId ?? '',
    tool: tool ?? '',
    cwd: cwd ?? '',
    gitRemote: gitRemote ?? '',
    gitBranch: gitBranch ?? '',
  };
}

/**
 * Tells who stands behind a proxy token: 401 for what never was one, 403 for one that is over, so that a client stops asking with it.
 * Whatever cannot be checked is refused.
 */
export function createAuthenticator(deps: Deps): (credential: string | null) => Promise<Caller> {
  const remembered = new Map<string, { at: number; row: ProxyHolderRow | null }>();
  const renew = createRenewals(deps);
  deps.events.on('credential.revoked', () => remembered.clear());

  const find = inBatches<string, ProxyHolderRow | null>(
    async (hashes) => {
      const at = performance.now();
      const rows = new Map((await findProxyHolders(deps, [...new Set(hashes)])).map((row) => [row.hash, row]));
      if (remembered.size > MOST_REMEMBERED) remembered.clear();
      return hashes.map((hash) => {
        const row = rows.get(hash) ?? null;
        if (row) remembered.set(hash, { at, row });
        return row;
      });
    },
    { most: 200, afterMs: 0 },
  );

  async function rowOf(hash: string): Promise<ProxyHolderRow | null> {
    const known = remembered.get(hash);
    if (known && performance.now() - known.at < REMEMBERED_MS) return known.row;
    try {
      return await find(hash);
    } catch (error) {
      deps.log.error({ err: error }, 'a proxy token could not be checked');
      throw unavailable();
    }
  }

  return async (credential) => {
    const hash = credential === null ? null : hashOfToken('proxy', credential);
    if (hash === null) throw notAToken();
    const row = await rowOf(hash);
    try {
      requireInForce(row, 'proxy', deps.clock.now());
    } catch (error) {
      throw error instanceof AppError && error.code === 'FORBIDDEN' ? over() : notAToken();
    }
    if (!row) throw notAToken();
    const caller = callerOf(row);
    renew(row);
    return caller;
  };
}
