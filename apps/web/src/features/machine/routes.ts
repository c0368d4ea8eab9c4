import type { RouteObject } from 'react-router';
import { machinesPage } from './pages.ts';

export const machineRoutes: RouteObject[] = [
  {
    path: machinesPage.path,
    handle: { page: machinesPage },
    lazy: async () => ({ Component: (await import('./pages/MachinesPage.tsx')).MachinesPage }),
    children: [
      { path: 'new', lazy: async () => ({ Component: (await import('./components/AddMachineDialog.tsx')).AddMachineDialog }) },
      { path: 'defaults', lazy: async () => ({ Component: (await import('./components/EveryDefaultDrawer.tsx')).EveryDefaultDrawer }) },
      { path: ':machineId/:part?', lazy: async () => ({ Component: (await import('./components/MachineDrawer.tsx')).MachineDrawer }) },
    ],
  },
];
