import type { RouteObject } from 'react-router';
import { profilePage } from './pages.ts';

/** Before sign-in. */
export const entryRoutes: RouteObject[] = [
  { path: '/login', lazy: async () => ({ Component: (await import('./pages/LoginPage.tsx')).LoginPage }) },
  { path: '/setup', lazy: async () => ({ Component: (await import('./pages/SetupPage.tsx')).SetupPage }) },
];

export const profileRoutes: RouteObject[] = [
  {
    path: profilePage.path,
    handle: { page: profilePage },
    lazy: async () => ({ Component: (await import('./pages/ProfilePage.tsx')).ProfilePage }),
  },
];
