import { IconKey } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';

export const providerKeysPage: PageInfo = {
  path: '/manage/provider-keys',
  title: 'providerKey.title',
  icon: IconKey,
  permission: 'admin_access',
};
export const newProviderKeyPath = `${providerKeysPage.path}/new`;
/** The other part of the page. */
export const modelsPath = `${providerKeysPage.path}/models`;
