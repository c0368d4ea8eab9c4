import type { RouteObject } from 'react-router';
import { usersPage } from './pages.ts';

export const userRoutes: RouteObject[] = [
  {
    path: usersPage.path,
    handle: { page: usersPage },
    lazy: async () => ({ Component: (await import('./pages/UsersPage.tsx')).UsersPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./components/CreateUserDialog.tsx')).CreateUserDialog }) },
      { path: ':userId', lazy: async () => ({ Component: (await import('./components/UserDrawer.tsx')).UserDrawer }) },
    ],
  },
];
