import { z } from 'zod';

export const Permission = z.enum([
  'view_dashboard',
  'view_messages',
  'view_analysis',
  'view_quota',
  'export_messages',
  'run_analysis',
  'export_analysis',
  'view_users',
  'view_audit_logs',
  'export_audit_logs',
  'view_content_filter',
  'create_user',
  'edit_user',
  'delete_user',
  'manage_permissions',
  'manage_quota',
  'manage_content_filter',
  'admin_access',
  'system_config',
]);
export type Permission = z.infer<typeof Permission>;

export const Role = z.enum(['admin', 'manager', 'user', 'readonly']);
export type Role = z.infer<typeof Role>;

const readonly: Permission[] = ['view_dashboard'];
const user: Permission[] = [...readonly, 'view_messages', 'view_analysis', 'view_quota'];
const manager: Permission[] = [
  ...user,
  'export_messages',
  'run_analysis',
  'export_analysis',
  'view_users',
  'view_audit_logs',
  'export_audit_logs',
  'view_content_filter',
];

/** The one table of who may do what: the server refuses by it and the web hides by it. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  admin: Permission.options,
  manager,
  user,
  readonly,
};

/** Whether a role, with what was granted to the person on top, passes a check. `admin_access` passes every check of its tenant. */
export function hasPermission(role: Role, grants: readonly Permission[], permission: Permission): boolean {
  const held = [...rolePermissions[role], ...grants];
  return held.includes(permission) || held.includes('admin_access');
}
