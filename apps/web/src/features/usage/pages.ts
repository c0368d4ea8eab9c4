import { IconChartHistogram, IconLayoutDashboard } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';
import { requestsPath } from '#modules/usage/paths.ts';

export const dashboardPage: PageInfo = {
  path: '/manage/dashboard',
  title: 'usage.dashboard',
  keywords: 'usage.keywords',
  icon: IconLayoutDashboard,
  permission: 'view_dashboard',
};

export const requestsPage: PageInfo = {
  path: requestsPath,
  title: 'usage.requests',
  keywords: 'usage.requestKeywords',
  icon: IconChartHistogram,
  permission: 'view_dashboard',
};
