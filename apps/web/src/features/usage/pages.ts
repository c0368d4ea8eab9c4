import { IconActivityHeartbeat, IconCalendarStats, IconChartBar, IconLayoutDashboard, IconListDetails } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';
import { requestsPath } from '#modules/usage/paths.ts';

export const dashboardPage: PageInfo = {
  path: '/manage/dashboard',
  title: 'usage.dashboard',
  keywords: 'usage.keywords',
  icon: IconLayoutDashboard,
  permission: 'view_dashboard',
};

export const usagePage: PageInfo = {
  path: '/manage/usage/trend',
  title: 'analysis.usage',
  keywords: 'analysis.usageKeywords',
  icon: IconChartBar,
  permission: 'view_analysis',
};

export const anomaliesPage: PageInfo = {
  path: '/manage/usage/anomalies',
  title: 'analysis.anomalies',
  keywords: 'analysis.anomaliesKeywords',
  icon: IconActivityHeartbeat,
  permission: 'view_analysis',
};

export const forecastPage: PageInfo = {
  path: '/manage/usage/forecast',
  title: 'analysis.forecast',
  keywords: 'analysis.forecastKeywords',
  icon: IconCalendarStats,
  permission: 'view_analysis',
};

export const requestsPage: PageInfo = {
  path: requestsPath,
  title: 'usage.requests',
  keywords: 'usage.requestKeywords',
  icon: IconListDetails,
  permission: 'view_dashboard',
};
