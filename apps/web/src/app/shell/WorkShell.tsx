import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { SessionList } from '#features/session/components/SessionList.tsx';
import { WorkKeeper } from '#features/session/components/WorkKeeper.tsx';
import { usePreferences } from '#lib/preferences.ts';
import { ResizeHandle } from '#ui/ResizeHandle.tsx';
import { AppHeader } from './AppHeader.tsx';
import { SidePanel } from './SidePanel.tsx';
import { StatusBar } from './StatusBar.tsx';
import { WorkLinks } from './WorkLinks.tsx';
import classes from './WorkShell.module.css';

/** Fills the window: its panels scroll, the page does not. Each page brings the centre and, if it has one, the details. */
export function WorkShell() {
  const { t } = useTranslation();
  const { layout, setLayout } = usePreferences();
  return (
    <div className={classes.shell}>
      <AppHeader />
      <div className={classes.columns}>
        <SidePanel
          label={t('session.title')}
          className={classes.sessions}
          width={layout.sessionsWidth}
          handle={
            <ResizeHandle
              label={t('work.resizeSessions')}
              side="end"
              width={layout.sessionsWidth}
              least={208}
              most={420}
              onResize={(sessionsWidth) => setLayout({ sessionsWidth })}
            />
          }
        >
          <SessionList />
          <WorkLinks />
        </SidePanel>
        <Outlet />
      </div>
      <StatusBar />
      <WorkKeeper />
    </div>
  );
}
