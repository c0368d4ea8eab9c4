import type { RouteObject } from 'react-router';
import { acpAgentsPage, newAcpAgentPath } from './pages.ts';

export const acpAgentRoutes: RouteObject[] = [
  {
    path: acpAgentsPage.path,
    handle: { page: acpAgentsPage },
    lazy: async () => ({ Component: (await import('./pages/AcpAgentsPage.tsx')).AcpAgentsPage }),
    children: [
      { path: '_new', lazy: async () => ({ Component: (await import('./components/AddAgentDialog.tsx')).AddAgentDialog }) },
      { path: ':agentId', lazy: async () => ({ Component: (await import('./components/AgentDrawer.tsx')).AgentDrawer }) },
    ],
  },
  {
    path: `${newAcpAgentPath}/:start`,
    handle: { page: acpAgentsPage },
    lazy: async () => ({ Component: (await import('./pages/NewAgentPage.tsx')).NewAgentPage }),
  },
  {
    path: `${acpAgentsPage.path}/:agentId/edit`,
    handle: { page: acpAgentsPage },
    lazy: async () => ({ Component: (await import('./pages/EditAgentPage.tsx')).EditAgentPage }),
  },
];
