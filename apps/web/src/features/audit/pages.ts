import { IconListSearch } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';

export const auditPage: PageInfo = {
  path: '/manage/audit',
  title: 'audit.title',
  keywords: 'audit.keywords',
  icon: IconListSearch,
  permission: 'view_audit_logs',
};
