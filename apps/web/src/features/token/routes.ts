import type { RouteObject } from 'react-router';
import { apiTokensPage, everyApiTokenPage, proxyTokensPage } from './pages.ts';

/** Of Work. */
export const apiTokenRoutes: RouteObject[] = [
  {
    path: apiTokensPage.path,
    handle: { page: apiTokensPage },
    lazy: async () => ({ Component: (await import('./pages/ApiTokensPage.tsx')).ApiTokensPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./components/CreateTokenDialog.tsx')).CreateTokenDialog }) },
      { path: 'how-to', lazy: async () => ({ Component: (await import('./components/HowToDialog.tsx')).HowToDialog }) },
    ],
  },
];

/** Of Manage. */
export const tokenRoutes: RouteObject[] = [
  {
    path: proxyTokensPage.path,
    handle: { page: proxyTokensPage },
    lazy: async () => ({ Component: (await import('./pages/ProxyTokensPage.tsx')).ProxyTokensPage }),
  },
  {
    path: everyApiTokenPage.path,
    handle: { page: proxyTokensPage },
    lazy: async () => ({ Component: (await import('./pages/EveryApiTokenPage.tsx')).EveryApiTokenPage }),
  },
];
