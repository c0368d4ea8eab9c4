import { Permission, Role } from '@open-ace/contracts/permissions';
import { z } from 'zod';
import { DAY, MINUTE } from '../clock.ts';
import type { Actor, AgentActor, Deps, UserActor } from '../context.ts';
import { inTx } from '../db/tx.ts';
import { AppError } from '../errors.ts';
import { findHolder, type HolderRow } from './repository.ts';
import { hashOfToken, requireInForce, touchToken } from './tokens.ts';

export const SIGN_IN_LIFETIME = 7 * DAY;
/** A token's last use is written at most this often: reading must not become writing. */
const TOUCH_EVERY = 5 * MINUTE;

export interface Credential {
  text: string;
  from: 'cookie' | 'header';
}

/** A credential that was checked once; `current` checks it again, for sockets that outlive a revocation. */
export interface Caller {
  tokenId: string;
  userId: string | null;
  isMachine: boolean;
  current(): Promise<Actor>;
}

/** Whoever stands behind a credential. Only sign-ins and machines call procedures: every other kind is refused here. */
export async function identify(deps: Deps, credential: Credential): Promise<Caller> {
  const kind = credential.text.startsWith('ace_m_') && credential.from === 'header' ? 'machine' : 'sign-in';
  const hash = hashOfToken(kind, credential.text);
  const inForce = (holder: HolderRow | null) => requireInForce(holder, kind, deps.clock.now());
  const holder = inForce(hash === null ? null : await findHolder(deps.database, { hash }));
  const { id } = holder;
  const first = actorOf(deps, holder);
  let fresh: Promise<Actor> | undefined = first;
  return {
    tokenId: id,
    userId: holder.userId,
    isMachine: kind === 'machine',
    current() {
      const known = fresh;
      fresh = undefined;
      return known ?? findHolder(deps.database, { id }).then((row) => actorOf(deps, inForce(row)));
    },
  };
}

async function actorOf(deps: Deps, holder: HolderRow): Promise<Actor> {
  const actor = holder.kind === 'machine' ? agentOf(holder) : userOf(holder);
  await renew(deps, holder);
  return actor;
}

const gone = () => new AppError('FORBIDDEN', 'This account is closed. Ask your administrator.', { reason: 'account_closed' });

function userOf({ id, tenantId, userId, username, role, grants, platformAdmin, mustChangePassword }: HolderRow): UserActor {
  if (userId === null) throw gone();
  return {
    kind: 'user',
    userId,
    username: username ?? '',
    role: Role.parse(role),
    grants: z.array(Permission).parse(grants),
    platformAdmin: platformAdmin === true,
    mustChangePassword: mustChangePassword !== false,
    tenantId,
    tokenId: id,
  };
}

function agentOf({ id, tenantId, machineId, machineName, ownerId }: HolderRow): AgentActor {
  if (machineId === null || ownerId === null) throw gone();
  return { kind: 'agent', machineId, machineName: machineName ?? '', ownerId, tenantId, tokenId: id };
}

/** Sliding renewal: a sign-in in use does not end. */
async function renew(deps: Deps, token: HolderRow): Promise<void> {
  const now = deps.clock.now();
  if (now - (token.lastUsedAt ?? token.createdAt).getTime() < TOUCH_EVERY) return;
  const until = token.kind === 'sign-in' ? new Date(now + SIGN_IN_LIFETIME) : token.expiresAt;
  await inTx(deps, (tx) => touchToken(tx, token.id, new Date(now), until));
}
