import type { WebSocket } from 'ws';
import type { Deps } from '../context.ts';
import type { Caller } from './resolve.ts';

export interface CredentialSockets {
  /** Ends the socket when its credential is revoked or its holder's rights change. */
  add(caller: Caller, socket: WebSocket): void;
  /** Says goodbye to all: the server stops. Machines are told in how many seconds they should all be back, each at a moment of its own. */
  goodbye(): void;
}

/** RFC 6455: 1008 is a policy violation, 1012 asks the client to come back. */
const POLICY_VIOLATION = 1008;
const SERVICE_RESTART = 1012;

/** So many machines a second are welcome; nobody is asked to stay away for longer than a minute. */
const ARRIVALS_A_SECOND = 50;
const LONGEST_WINDOW = 60;

const returnWindow = (machines: number) => Math.min(LONGEST_WINDOW, Math.ceil(machines / ARRIVALS_A_SECOND));

export function credentialSockets(deps: Pick<Deps, 'events'>): CredentialSockets {
  const open = new Map<WebSocket, Caller>();
  const end = (matches: (caller: Caller) => boolean, code: number, reason: string) => {
    for (const [socket, caller] of open) if (matches(caller)) socket.close(code, reason);
  };
  deps.events.on('credential.revoked', ({ tokenIds }) =>
    end(({ tokenId }) => tokenIds.includes(tokenId), POLICY_VIOLATION, 'credential revoked'),
  );
  deps.events.on('user.access-changed', ({ userId }) => end((caller) => caller.userId === userId, SERVICE_RESTART, 'access changed'));
  return {
    add(caller, socket) {
      open.set(socket, caller);
      socket.once('close', () => open.delete(socket));
    },
    goodbye() {
      const machines = [...open.values()].filter(({ isMachine }) => isMachine).length;
      const seconds = returnWindow(machines);
      for (const [socket, { isMachine }] of open) socket.close(SERVICE_RESTART, isMachine ? `back within ${seconds} s` : 'restart');
    },
  };
}
