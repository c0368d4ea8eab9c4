import type { RouteObject } from 'react-router';
import { dashboardPage, requestsPage } from './pages.ts';

export const usageRoutes: RouteObject[] = [
  {
    path: dashboardPage.path,
    handle: { page: dashboardPage },
    lazy: async () => ({ Component: (await import('./pages/DashboardPage.tsx')).DashboardPage }),
  },
  {
    path: requestsPage.path,
    handle: { page: requestsPage },
    lazy: async () => ({ Component: (await import('./pages/RequestsPage.tsx')).RequestsPage }),
    children: [{ path: ':eventId', lazy: async () => ({ Component: (await import('./components/RequestDrawer.tsx')).RequestDrawer }) }],
  },
];
