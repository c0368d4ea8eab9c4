import type { RouteObject } from 'react-router';
import { modelsPage, providerKeysPage } from './pages.ts';

export const providerKeyRoutes: RouteObject[] = [
  {
    path: providerKeysPage.path,
    handle: { page: providerKeysPage },
    lazy: async () => ({ Component: (await import('./pages/ProviderKeysPage.tsx')).ProviderKeysPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./components/AddKeyDialog.tsx')).AddKeyDialog }) },
      { path: ':providerKeyId', lazy: async () => ({ Component: (await import('./components/KeyDrawer.tsx')).KeyDrawer }) },
    ],
  },
  {
    path: modelsPage.path,
    handle: { page: providerKeysPage },
    lazy: async () => ({ Component: (await import('./pages/ModelsPage.tsx')).ModelsPage }),
  },
];
