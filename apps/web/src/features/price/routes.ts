import type { RouteObject } from 'react-router';
import { pricesPage } from './pages.ts';

export const priceRoutes: RouteObject[] = [
  {
    path: pricesPage.path,
    handle: { page: pricesPage },
    lazy: async () => ({ Component: (await import('./pages/PricesPage.tsx')).PricesPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./components/NewPriceDialog.tsx')).NewPriceDialog }) },
      { path: ':provider/:model', lazy: async () => ({ Component: (await import('./components/PriceDrawer.tsx')).PriceDrawer }) },
    ],
  },
];
