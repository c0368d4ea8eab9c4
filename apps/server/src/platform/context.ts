import type { Permission, Role } from '@open-ace/contracts/permissions';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { KeyRing } from './crypto.ts';
import type { Client, Database } from './db/client.ts';
import type { Events } from './events.ts';
import type { Log } from './logger.ts';

/** What the whole server shares; tests pass their own. */
export interface Deps {
  config: Config;
  database: Database;
  /** The reader, or inside `inTx` the open transaction. */
  db: Client;
  clock: Clock;
  events: Events;
  keys: KeyRing;
  log: Log;
}

/** From where a call came. */
export interface Origin {
  address: string;
  userAgent: string;
  requestId: string;
  /** Host and port that the call was sent to. */
  host: string;
  /** Whether the person's browser reached us over TLS, so that cookies are marked secure. */
  secure: boolean;
}

export interface UserActor {
  kind: 'user';
  userId: string;
  username: string;
  role: Role;
  grants: Permission[];
  platformAdmin: boolean;
  mustChangePassword: boolean;
  tenantId: string;
  tokenId: string;
}

export interface AgentActor {
  kind: 'agent';
  machineId: string;
  machineName: string;
  /** The person whose history the machine reads. */
  ownerId: string;
  tenantId: string;
  tokenId: string;
}

export interface SystemActor {
  kind: 'system';
  /** A job, or a step of the server's start. */
  name: string;
  tenantId: string;
}

export type Actor = UserActor | AgentActor | SystemActor;

/** A call by somebody known. */
export interface Ctx<Who extends Actor = Actor> extends Deps {
  actor: Who;
  tenantId: string;
  origin: Origin;
}

/** A call by anybody: it has no tenant, so no repository opens with it. */
export interface OpenCtx extends Deps {
  origin: Origin;
}

export type UserCtx = Ctx<UserActor>;
export type AgentCtx = Ctx<AgentActor>;

/** A context for what the server does by itself in one tenant. */
export function systemCtx(deps: Deps, tenantId: string, name: string): Ctx<SystemActor> {
  return {
    ...deps,
    tenantId,
    actor: { kind: 'system', name, tenantId },
    origin: { address: '', userAgent: '', requestId: name, host: '', secure: false },
  };
}
