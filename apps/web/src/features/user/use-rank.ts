import type { Role } from '@open-ace/contracts/permissions';
import type { User } from '@open-ace/contracts/user';
import { may, useMe } from '#modules/me/me.ts';

/** The roles that the viewer may hand out; the server refuses the rest. */
export function useAssignableRoles(): Role[] {
  const me = useMe();
  if (!may(me, 'manage_permissions')) return ['user'];
  return may(me, 'admin_access') ? ['admin', 'manager', 'user', 'readonly'] : ['manager', 'user', 'readonly'];
}

/** What the viewer may do to this person: administrators are for administrators to change, platform ones for their like. */
export function useRank(user: User) {
  const me = useMe();
  const outranked = (user.role === 'admin' && !may(me, 'admin_access')) || (user.platformAdmin && !me.platformAdmin);
  return {
    edit: !outranked && may(me, 'edit_user'),
    changeRights: !outranked && may(me, 'edit_user') && may(me, 'manage_permissions'),
    remove: !outranked && may(me, 'delete_user') && user.id !== me.id,
    resetPassword: !outranked && may(me, 'edit_user') && user.id !== me.id,
  };
}
