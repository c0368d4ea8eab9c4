import type { RouteObject } from 'react-router';
import { auditPage } from './pages.ts';

export const auditRoutes: RouteObject[] = [
  {
    path: auditPage.path,
    handle: { page: auditPage },
    lazy: async () => ({ Component: (await import('./pages/AuditPage.tsx')).AuditPage }),
    children: [{ path: ':entryId', lazy: async () => ({ Component: (await import('./components/AuditDrawer.tsx')).AuditDrawer }) }],
  },
];
