import { type IconProps, IconShieldCheck, IconUsers } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { auditPage } from '#features/audit/pages.ts';
import { profilePage } from '#features/auth/pages.ts';
import { workPage } from '#features/session/pages.ts';
import { usersPage } from '#features/user/pages.ts';
import type { PlainKey } from '#lib/i18n/messages.ts';
import type { PageInfo } from '#lib/page-info.ts';

interface NavigationGroup {
  key: string;
  title: PlainKey;
  icon: ComponentType<IconProps>;
  pages: readonly PageInfo[];
}

/** The Manage sidebar, in the order it shows. What one may see of it: `useManageGroups`. */
export const manageGroups: readonly NavigationGroup[] = [
  { key: 'governance', title: 'navigation.governance', icon: IconShieldCheck, pages: [auditPage] },
  { key: 'people', title: 'navigation.people', icon: IconUsers, pages: [usersPage] },
];

export const personalPages: readonly PageInfo[] = [workPage, profilePage];
