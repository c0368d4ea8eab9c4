import type { RouteObject } from 'react-router';
import { anomaliesPage, dashboardPage, forecastPage, requestsPage, usagePage } from './pages.ts';

export const usageRoutes: RouteObject[] = [
  {
    path: dashboardPage.path,
    handle: { page: dashboardPage },
    lazy: async () => ({ Component: (await import('./pages/DashboardPage.tsx')).DashboardPage }),
  },
  {
    path: usagePage.path,
    handle: { page: usagePage },
    lazy: async () => ({ Component: (await import('./pages/UsagePage.tsx')).UsagePage }),
  },
  {
    path: anomaliesPage.path,
    handle: { page: anomaliesPage },
    lazy: async () => ({ Component: (await import('./pages/AnomaliesPage.tsx')).AnomaliesPage }),
    children: [{ path: ':anomaly', lazy: async () => ({ Component: (await import('./components/AnomalyDrawer.tsx')).AnomalyDrawer }) }],
  },
  {
    path: forecastPage.path,
    handle: { page: forecastPage },
    lazy: async () => ({ Component: (await import('./pages/ForecastPage.tsx')).ForecastPage }),
  },
  {
    path: requestsPage.path,
    handle: { page: requestsPage },
    lazy: async () => ({ Component: (await import('./pages/RequestsPage.tsx')).RequestsPage }),
    children: [{ path: ':eventId', lazy: async () => ({ Component: (await import('./components/RequestDrawer.tsx')).RequestDrawer }) }],
  },
];
