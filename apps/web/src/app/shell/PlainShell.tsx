import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { phone } from '#ui/breakpoints.ts';
import { AppHeader } from './AppHeader.tsx';
import classes from './ManageShell.module.css';
import { SidePanel } from './SidePanel.tsx';

/** For pages of neither mode. On a phone the way to the modes is in the drawer, as everywhere. */
export function PlainShell() {
  const { t } = useTranslation();
  const isPhone = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  return (
    <div className={classes.shell}>
      <AppHeader />
      {isPhone && <SidePanel label={t('navigation.mode')}>{null}</SidePanel>}
      <main id="main" tabIndex={-1} className={classes.plain}>
        <Outlet />
      </main>
    </div>
  );
}
