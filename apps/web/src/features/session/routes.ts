import type { RouteObject } from 'react-router';
import { workPage } from './pages.ts';

export const sessionRoutes: RouteObject[] = [
  {
    path: workPage.path,
    handle: { page: workPage },
    lazy: async () => ({ Component: (await import('./pages/WorkPage.tsx')).WorkPage }),
  },
];
