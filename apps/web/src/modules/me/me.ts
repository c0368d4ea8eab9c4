import type { Me } from '@open-ace/contracts/auth';
import type { Permission } from '@open-ace/contracts/permissions';
import { createContext, useContext } from 'react';

const MeContext = createContext<Me | null>(null);

/** Put around everything behind the sign-in by the guard that loads it. */
export const MeProvider = MeContext.Provider;

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe is used outside of the signed-in part of the app');
  return me;
}

/** `me.permissions` is all that role and grants give, by the server's own table: what it would refuse is not offered. */
export function may(me: Me, permission: Permission | undefined): boolean {
  return permission === undefined || me.permissions.includes(permission);
}

export function useMay() {
  const me = useMe();
  return (permission: Permission | undefined) => may(me, permission);
}
