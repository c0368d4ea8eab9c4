import type { RouteObject } from 'react-router';
import { newSessionPage, sessionPattern, workPage } from './pages.ts';

export const sessionRoutes: RouteObject[] = [
  {
    path: workPage.path,
    handle: { page: workPage },
    lazy: async () => ({ Component: (await import('./pages/WorkPage.tsx')).WorkPage }),
  },
  {
    path: newSessionPage.path,
    handle: { page: newSessionPage },
    lazy: async () => ({ Component: (await import('./pages/NewSessionPage.tsx')).NewSessionPage }),
  },
  {
    path: sessionPattern,
    handle: { page: workPage },
    lazy: async () => ({ Component: (await import('./pages/SessionPage.tsx')).SessionPage }),
  },
];
