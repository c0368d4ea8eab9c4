import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { acpAgentRoutes } from '#features/acp-agent/routes.ts';
import { auditRoutes } from '#features/audit/routes.ts';
import { entryRoutes, profileRoutes } from '#features/auth/routes.ts';
import { machineRoutes } from '#features/machine/routes.ts';
import { priceRoutes } from '#features/price/routes.ts';
import { providerKeyRoutes } from '#features/provider-key/routes.ts';
import { quotaRoutes } from '#features/quota/routes.ts';
import { everySessionRoutes, inboxRoutes, sessionRoutes } from '#features/session/routes.ts';
import { apiTokenRoutes, tokenRoutes } from '#features/token/routes.ts';
import { usageRoutes } from '#features/usage/routes.ts';
import { userRoutes } from '#features/user/routes.ts';
import { Loading } from './guards/Loading.tsx';
import { PageAccess } from './guards/PageAccess.tsx';
import { SignedIn } from './guards/SignedIn.tsx';
import { ManageStart } from './ManageStart.tsx';
import { NotFound } from './NotFound.tsx';
import { PageCrash } from './PageCrash.tsx';
import { PageFault } from './PageFault.tsx';
import { Root } from './Root.tsx';
import { ManageShell } from './shell/ManageShell.tsx';
import { PlainShell } from './shell/PlainShell.tsx';
import { WorkFault } from './shell/WorkFault.tsx';
import { WorkShell } from './shell/WorkShell.tsx';

const workPages: RouteObject = {
  lazy: async () => ({ Component: (await import('./shell/WorkPage.tsx')).WorkPage }),
  children: [...inboxRoutes, ...apiTokenRoutes],
};

export const router = createBrowserRouter([
  {
    Component: Root,
    ErrorBoundary: PageCrash,
    HydrateFallback: Loading,
    children: [
      ...entryRoutes,
      {
        Component: SignedIn,
        children: [
          { index: true, element: <Navigate to="/work" replace /> },
          {
            Component: WorkShell,
            children: [{ Component: PageAccess, ErrorBoundary: WorkFault, children: [...sessionRoutes, workPages] }],
          },
          {
            Component: ManageShell,
            children: [
              { path: '/manage', Component: ManageStart },
              {
                Component: PageAccess,
                ErrorBoundary: PageFault,
                children: [
                  ...usageRoutes,
                  ...priceRoutes,
                  ...userRoutes,
                  ...auditRoutes,
                  ...quotaRoutes,
                  ...machineRoutes,
                  ...acpAgentRoutes,
                  ...everySessionRoutes,
                  ...providerKeyRoutes,
                  ...tokenRoutes,
                ],
              },
            ],
          },
          {
            Component: PlainShell,
            children: [{ ErrorBoundary: PageFault, children: [...profileRoutes, { path: '*', Component: NotFound }] }],
          },
        ],
      },
    ],
  },
]);
