import { hashOfToken, requireInForce } from '#platform/auth/tokens';
import { MINUTE, SECOND } from '#platform/clock';
import type { Deps } from '#platform/context';
import { AppError } from '#platform/errors';
import { eventQueue } from '#platform/event-queue';
import { remember } from '#platform/memory';
import { inBatches } from './batches.ts';
import type { Vendor } from './protocol.ts';
import { createRenewals } from './proxy-tokens.ts';
import { Refusal, unavailable } from './refusal.ts';
import { findHolders, type HolderRow } from './repository.ts';

/** Who calls, from which session; '' where it is none. */
export interface Caller {
  tenantId: string;
  userId: string;
  machineId: string;
  sessionId: string;
  toolSessionId: string;
  projectId: string;
  tool: string;
  cwd: string;
  gitRemote: string;
  gitBranch: string;
  /** A person's own program or CLI, which says itself what it is. */
  isPersonal: boolean;
  /** The vendors whose doors the token opens; none named means all. */
  vendors: readonly string[];
}

const kinds = ['proxy', 'personal'] as const;
type Kind = (typeof kinds)[number];

const notAToken = () =>
  new Refusal(
    401,
    'invalid_credential',
    'This is no token of Open ACE. Start the session from Open ACE, which gives its CLI one, or make an API token under Work, API tokens.',
  );

const anew = 'Make a new one under Work, API tokens.';
const overMessages = {
  proxy: 'The session that this token was made for is over. Resume it in Open ACE, or start a new one.',
  credential_revoked: `This API token was revoked. ${anew}`,
  credential_expired: `This API token has expired. ${anew}`,
  personal: 'The account of this API token is closed, or may make no calls. Ask an administrator.',
};

function over(kind: Kind, why?: string): Refusal {
  const isOfPerson = kind === 'personal' && (why === 'credential_revoked' || why === 'credential_expired');
  return new Refusal(403, 'credential_over', overMessages[isOfPerson ? why : kind]);
}

/** Longer than a process is kept that waits for its session to go on. */
const MOST_HELD = 6 * MINUTE;

const stillPaused = () =>
  new Refusal(503, 'session_paused', 'This session is paused. Resume it in Open ACE.', { 'x-should-retry': 'false' });

const wrongDoor = () =>
  new Refusal(403, 'wrong_scope', "This token is not for this provider's protocol. Use one that is, or make an API token for all of them.");

function callerOf(row: HolderRow, kind: Kind): Caller {
  return {
    tenantId: row.tenantId,
    userId: row.userId ?? '',
    machineId: row.machineId ?? '',
    sessionId: row.sessionId ?? '',
    toolSessionId: row.toolSessionId ?? '',
    projectId: row.projectId ?? '',
    tool: row.tool ?? '',
    cwd: row.cwd ?? '',
    gitRemote: row.gitRemote ?? '',
    gitBranch: row.gitBranch ?? '',
    isPersonal: kind === 'personal',
    vendors: row.scopes === '' ? [] : row.scopes.split(' '),
  };
}

/** Refuses a token that is over, or whose person or session is. */
function requireHolder(row: HolderRow, kind: Kind, now: number): void {
  try {
    requireInForce(row, kind, now);
  } catch (error) {
    throw error instanceof AppError && error.code === 'FORBIDDEN' ? over(kind, error.details?.reason) : notAToken();
  }
  const isWhole = kind === 'personal' ? row.mayCall : row.machineId !== null && row.sessionId !== null;
  if (!row.open || row.userId === null || !isWhole) throw over(kind);
}

const opens = ({ vendors }: Caller, vendor: Vendor) => vendors.length === 0 || vendors.includes('llm') || vendors.includes(`llm:${vendor}`);

/**
 * Tells who stands behind a token: 401 for what never was one, 403 for one that is over or for another vendor, so that a client stops
 * asking with it. Whatever cannot be checked is refused.
 */
export function createAuthenticator(
  deps: Deps,
  noteRefusal: (caller: Caller, refusal: Refusal) => void,
): (credential: string | null, vendor: Vendor, gone: () => AbortSignal) => Promise<Caller> {
  const renew = createRenewals(deps);
  const find = inBatches<string, HolderRow | null>(
    async (hashes) => {
      const rows = new Map((await findHolders(deps, [...new Set(hashes)])).map((row) => [row.hash, row]));
      return hashes.map((hash) => rows.get(hash) ?? null);
    },
    { most: 200, afterMs: 0 },
  );
  /** A token that another replica revoked is dead here within a second; one that we revoke, at once. */
  const holders = remember(find);
  for (const event of ['credential.revoked', 'gateway.session-paused', 'gateway.session-resumed'] as const) {
    deps.events.on(event, () => holders.forget());
  }

  async function rowOf(hash: string): Promise<HolderRow | null> {
    try {
      return await holders.get(hash);
    } catch (error) {
      deps.log.error({ err: error }, 'a token could not be checked');
      throw unavailable();
    }
  }

  /** Waits for as long as the session is paused: until it goes on, its token is dead, or nobody waits for the answer any more. */
  async function untilResumed(row: HolderRow, signal: AbortSignal): Promise<HolderRow | null> {
    const { hash, sessionId } = row;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(MOST_HELD)]);
    let held: HolderRow | null = row;
    while (held?.paused && held.revokedAt === null) {
      if (patience.aborted) throw stillPaused();
      await nextChange(sessionId ?? '', patience);
      held = await rowOf(hash);
    }
    return held;
  }

  /** The session is resumed here, or a moment passes in which that may have happened elsewhere. */
  async function nextChange(sessionId: string, signal: AbortSignal): Promise<void> {
    const queue = eventQueue(
      deps.events,
      'gateway.session-resumed',
      { sessionId },
      AbortSignal.any([signal, AbortSignal.timeout(SECOND)]),
      1,
    );
    await queue.next();
    queue.stop();
  }

  return async (credential, vendor, gone) => {
    const kind = kinds.find((one) => credential !== null && hashOfToken(one, credential) !== null);
    const hash = kind && credential !== null ? hashOfToken(kind, credential) : null;
    if (!kind || hash === null) throw notAToken();
    const found = await rowOf(hash);
    const row = found?.paused ? await untilResumed(found, gone()) : found;
    if (!row) throw notAToken();
    const caller = callerOf(row, kind);
    try {
      requireHolder(row, kind, deps.clock.now());
      if (!opens(caller, vendor)) throw wrongDoor();
    } catch (error) {
      if (error instanceof Refusal) noteRefusal(caller, error);
      throw error;
    }
    renew(row);
    return caller;
  };
}
