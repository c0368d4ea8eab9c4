import { IconKey } from '@tabler/icons-react';
import type { PageInfo } from '#lib/page-info.ts';
import { providerKeysPath } from '#modules/provider-key/paths.ts';

/** The other part of the page. */
export const modelsPage: PageInfo = {
  path: `${providerKeysPath}/models`,
  title: 'gateway.models',
  keywords: 'gateway.keywords',
  icon: IconKey,
  permission: 'admin_access',
};

export const providerKeysPage: PageInfo = {
  path: providerKeysPath,
  title: 'providerKey.title',
  keywords: 'providerKey.keywords',
  icon: IconKey,
  permission: 'admin_access',
  parts: [modelsPage],
};
export const newProviderKeyPath = `${providerKeysPage.path}/new`;
