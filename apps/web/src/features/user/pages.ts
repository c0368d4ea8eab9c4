import { IconUsers } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';

export const usersPage: PageInfo = {
  path: '/manage/users',
  title: 'user.title',
  keywords: 'user.keywords',
  icon: IconUsers,
  permission: 'view_users',
};
export const newUserPath = `${usersPage.path}/new`;
