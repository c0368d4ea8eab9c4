import { IconApi, IconTicket } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';
import { apiTokensPath } from '#modules/token/paths.ts';

/** Without a permission: whoever may call a model may have a token, and others learn whom to ask. */
export const apiTokensPage: PageInfo = { path: apiTokensPath, title: 'apiToken.title', keywords: 'apiToken.keywords', icon: IconApi };
export const newApiTokenPath = `${apiTokensPage.path}/new`;
export const howToPath = `${apiTokensPage.path}/how-to`;

const proxyTokensPath = '/manage/proxy-tokens';

/** Everybody's API tokens, beside those of sessions. */
export const everyApiTokenPage: PageInfo = {
  path: `${proxyTokensPath}/api-tokens`,
  title: 'apiToken.title',
  keywords: 'apiToken.keywords',
  icon: IconApi,
  permission: 'admin_access',
};

export const proxyTokensPage: PageInfo = {
  path: proxyTokensPath,
  title: 'proxyToken.title',
  keywords: 'proxyToken.keywords',
  icon: IconTicket,
  permission: 'admin_access',
  parts: [everyApiTokenPage],
};
