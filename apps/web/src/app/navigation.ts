import { IconChartHistogram, IconLayoutDashboard, type IconProps, IconServer2, IconShieldCheck, IconUsers } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { acpAgentsPage } from '#features/acp-agent/pages.ts';
import { auditPage } from '#features/audit/pages.ts';
import { profilePage } from '#features/auth/pages.ts';
import { machinesPage } from '#features/machine/pages.ts';
import { pricesPage } from '#features/price/pages.ts';
import { providerKeysPage } from '#features/provider-key/pages.ts';
import { quotasPage } from '#features/quota/pages.ts';
import { inboxPage, sessionsPage, workPage } from '#features/session/pages.ts';
import { apiTokensPage, proxyTokensPage } from '#features/token/pages.ts';
import { anomaliesPage, dashboardPage, forecastPage, requestsPage, usagePage } from '#features/usage/pages.ts';
import { usersPage } from '#features/user/pages.ts';
import type { PlainKey } from '#lib/i18n/messages.ts';
import type { PageInfo } from '#lib/page-info.ts';

interface NavigationGroup {
  key: string;
  title: PlainKey;
  icon: ComponentType<IconProps>;
  pages: readonly PageInfo[];
  /** Its one page stands in the sidebar by itself, not within the group. */
  alone?: boolean;
}

/** The Manage sidebar, in the order it shows. What one may see of it: `useManageGroups`. */
export const manageGroups: readonly NavigationGroup[] = [
  { key: 'overview', title: 'navigation.overview', icon: IconLayoutDashboard, pages: [dashboardPage], alone: true },
  {
    key: 'analysis',
    title: 'navigation.analysis',
    icon: IconChartHistogram,
    pages: [usagePage, requestsPage, anomaliesPage, forecastPage, pricesPage],
  },
  { key: 'governance', title: 'navigation.governance', icon: IconShieldCheck, pages: [auditPage, quotasPage] },
  { key: 'people', title: 'navigation.people', icon: IconUsers, pages: [usersPage] },
  {
    key: 'remote',
    title: 'navigation.remote',
    icon: IconServer2,
    pages: [machinesPage, acpAgentsPage, sessionsPage, providerKeysPage, proxyTokensPage],
  },
];

/** Below the sessions in Work. */
export const workPages: readonly PageInfo[] = [inboxPage, apiTokensPage];

export const personalPages: readonly PageInfo[] = [workPage, ...workPages, profilePage];
