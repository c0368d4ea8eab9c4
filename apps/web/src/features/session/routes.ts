import type { RouteObject } from 'react-router';
import { inboxPage, newSessionPage, rulesPage, sessionPattern, sessionsPage, workPage } from './pages.ts';

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

/** Of Work, laid out as pages. */
export const inboxRoutes: RouteObject[] = [
  {
    path: inboxPage.path,
    handle: { page: inboxPage },
    lazy: async () => ({ Component: (await import('./pages/RequestsPage.tsx')).RequestsPage }),
  },
  {
    path: rulesPage.path,
    handle: { page: inboxPage },
    lazy: async () => ({ Component: (await import('./pages/RulesPage.tsx')).RulesPage }),
  },
];

/** Of Manage: everybody's. */
export const everySessionRoutes: RouteObject[] = [
  {
    path: sessionsPage.path,
    handle: { page: sessionsPage },
    lazy: async () => ({ Component: (await import('./pages/SessionsPage.tsx')).SessionsPage }),
    children: [{ path: ':sessionId', lazy: async () => ({ Component: (await import('./components/SessionDrawer.tsx')).SessionDrawer }) }],
  },
];
