import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '#lib/preferences.ts';
import { roomForPanels } from '#ui/breakpoints.ts';
import { ResizeHandle } from '#ui/ResizeHandle.tsx';
import classes from './DetailsPanel.module.css';
import { useDetails } from './details.ts';

interface DetailsPanelProps {
  label: string;
  children: ReactNode;
}

/** The right side of Work: beside the centre where there is room, else a drawer. */
export function DetailsPanel({ label, children }: DetailsPanelProps) {
  const { t } = useTranslation();
  const hasRoom = useMediaQuery(roomForPanels, undefined, { getInitialValueInEffect: false });
  const { layout, setLayout } = usePreferences();
  const { drawerOpen, closeDrawer } = useDetails();

  if (!hasRoom) {
    return (
      <Drawer
        opened={drawerOpen}
        onClose={closeDrawer}
        title={label}
        size={320}
        closeButtonProps={{ 'aria-label': t('action.close') }}
        classNames={{ body: classes.drawerBody }}
      >
        {children}
      </Drawer>
    );
  }
  if (!layout.detailsOpen) return null;
  return (
    <aside aria-label={label} className={classes.panel} style={{ width: layout.detailsWidth }}>
      <ResizeHandle
        label={t('work.resizeDetails')}
        side="start"
        width={layout.detailsWidth}
        least={240}
        most={480}
        onResize={(detailsWidth) => setLayout({ detailsWidth })}
      />
      <div className={classes.body}>{children}</div>
    </aside>
  );
}
