import type { Permission } from '@open-ace/contracts/permissions';

interface PermissionGroup {
  name: 'usage' | 'governance' | 'people' | 'system';
  permissions: readonly Permission[];
}

/** The order in which permissions are offered. A test sees to it that none is left out. */
export const permissionGroups: readonly PermissionGroup[] = [
  {
    name: 'usage',
    permissions: [
      'view_dashboard',
      'view_messages',
      'export_messages',
      'view_analysis',
      'run_analysis',
      'export_analysis',
      'view_quota',
      'manage_quota',
    ],
  },
  { name: 'people', permissions: ['view_users', 'create_user', 'edit_user', 'delete_user', 'manage_permissions'] },
  { name: 'governance', permissions: ['view_audit_logs', 'export_audit_logs', 'view_content_filter', 'manage_content_filter'] },
  { name: 'system', permissions: ['system_config', 'admin_access'] },
];
