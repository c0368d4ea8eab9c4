import type { RouteObject } from 'react-router';
import { quotasPage } from './pages.ts';

export const quotaRoutes: RouteObject[] = [
  {
    path: quotasPage.path,
    handle: { page: quotasPage },
    lazy: async () => ({ Component: (await import('./pages/QuotasPage.tsx')).QuotasPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./components/AddQuotaDialog.tsx')).AddQuotaDialog }) },
      { path: ':quotaId', lazy: async () => ({ Component: (await import('./components/QuotaDrawer.tsx')).QuotaDrawer }) },
    ],
  },
];
