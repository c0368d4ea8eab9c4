import { IconApi, IconTicket } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';

/** Without a permission: whoever may call a model may have a token, and others learn whom to ask. */
export const apiTokensPage: PageInfo = { path: '/work/api-tokens', title: 'apiToken.title', icon: IconApi };
export const newApiTokenPath = `${apiTokensPage.path}/new`;
export const howToPath = `${apiTokensPage.path}/how-to`;

export const proxyTokensPage: PageInfo = {
  path: '/manage/proxy-tokens',
  title: 'proxyToken.title',
  icon: IconTicket,
  permission: 'admin_access',
};
/** Everybody's API tokens, beside those of sessions. */
export const everyApiTokenPath = `${proxyTokensPage.path}/api-tokens`;
