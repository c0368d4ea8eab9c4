import { Permission, Role } from '@open-ace/contracts/permissions';
import { z } from 'zod';
import { DAY, MINUTE } from '../clock.ts';
import type { Actor, AgentActor, Deps, UserActor } from '../context.ts';
import { inTx } from '../db/tx.ts';
import { AppError } from '../errors.ts';
import { findMachinePrincipal, findPrincipal } from './repository.ts';
import { recheckToken, type TokenRow, touchToken, verifyToken } from './tokens.ts';

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
  const token = await verifyToken(deps, kind, credential.text);
  const first = actorOf(deps, token);
  let fresh: Promise<Actor> | undefined = first;
  return {
    tokenId: token.id,
    userId: token.userId,
    isMachine: kind === 'machine',
    current() {
      const known = fresh;
      fresh = undefined;
      return known ?? recheckToken(deps, token.id).then((row) => actorOf(deps, row));
    },
  };
}

async function actorOf(deps: Deps, token: TokenRow): Promise<Actor> {
  const actor = token.kind === 'machine' ? await agentOf(deps, token) : await userOf(deps, token);
  await renew(deps, token);
  return actor;
}

const gone = () => new AppError('FORBIDDEN', 'This account is closed. Ask your administrator.', { reason: 'account_closed' });

async function userOf(deps: Deps, token: TokenRow): Promise<UserActor> {
  const user = token.userId ? await findPrincipal(deps.db, token.userId) : null;
  if (!user || user.deletedAt || user.tenant.status === 'suspended' || user.tenantId !== token.tenantId) throw gone();
  return {
    kind: 'user',
    userId: user.id,
    username: user.username,
    role: Role.parse(user.role),
    grants: z.array(Permission).parse(user.grants),
    platformAdmin: user.platformAdmin,
    mustChangePassword: user.mustChangePassword,
    tenantId: user.tenantId,
    tokenId: token.id,
  };
}

async function agentOf(deps: Deps, token: TokenRow): Promise<AgentActor> {
  const machine = token.machineId ? await findMachinePrincipal(deps.db, token.machineId) : null;
  if (!machine || machine.removedAt || machine.tenantId !== token.tenantId) throw gone();
  return {
    kind: 'agent',
    machineId: machine.id,
    machineName: machine.name,
    ownerId: machine.ownerId,
    tenantId: machine.tenantId,
    tokenId: token.id,
  };
}

/** Sliding renewal: a sign-in in use does not end. */
async function renew(deps: Deps, token: TokenRow): Promise<void> {
  const now = deps.clock.now();
  if (now - (token.lastUsedAt ?? token.createdAt).getTime() < TOUCH_EVERY) return;
  const until = token.kind === 'sign-in' ? new Date(now + SIGN_IN_LIFETIME) : token.expiresAt;
  await inTx(deps, (tx) => touchToken(tx, token.id, new Date(now), until));
}
