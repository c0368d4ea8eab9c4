import { IconGauge } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';

export const quotasPage: PageInfo = {
  path: '/manage/budgets',
  title: 'quota.title',
  keywords: 'quota.keywords',
  icon: IconGauge,
  permission: 'manage_quota',
};
export const newQuotaPath = `${quotasPage.path}/new`;
