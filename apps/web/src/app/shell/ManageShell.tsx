import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { useLiveMachines } from '#modules/machine/live-machines.ts';
import { useManageGroups } from '../use-manage-groups.ts';
import { AppHeader } from './AppHeader.tsx';
import classes from './ManageShell.module.css';
import { ManageSidebar } from './ManageSidebar.tsx';
import { SidePanel } from './SidePanel.tsx';
import { StatusBar } from './StatusBar.tsx';

export function ManageShell() {
  const { t } = useTranslation();
  useLiveMachines();
  const mayManage = useManageGroups().length > 0;
  return (
    <div className={classes.shell} data-status>
      <AppHeader />
      <div className={classes.columns}>
        {mayManage && (
          <SidePanel label={t('navigation.manage')} className={classes.sidebar}>
            <ManageSidebar />
          </SidePanel>
        )}
        <main id="main" tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
      </div>
      <div className={classes.status}>
        <StatusBar />
      </div>
    </div>
  );
}
