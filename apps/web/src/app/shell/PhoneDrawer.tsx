import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '#modules/brand/Logo.tsx';
import { ModeSwitch } from './ModeSwitch.tsx';
import classes from './PhoneDrawer.module.css';
import { useSideDrawer } from './side-drawer.ts';

/** A mode's side panel on a phone, with the way to the other mode. */
export function PhoneDrawer({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { opened, close } = useSideDrawer();
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="left"
      size={304}
      title={<Logo />}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      classNames={{ body: classes.body, header: classes.header }}
    >
      <div className={classes.modes}>
        <ModeSwitch wide />
      </div>
      {children}
    </Drawer>
  );
}
