import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconLayoutSidebarRight, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useConnection } from '#lib/connection.ts';
import { trpc } from '#lib/trpc.ts';
import { useDetailsToggle } from '#modules/work/details.ts';
import classes from './StatusBar.module.css';

export function StatusBar() {
  const { t } = useTranslation();
  const lost = useConnection((connection) => connection.lost);
  const info = useQuery(trpc.system.info.queryOptions());
  const details = useDetailsToggle();
  const Plug = lost ? IconPlugConnectedX : IconPlugConnected;
  return (
    <footer className={classes.bar}>
      <Group gap={6} wrap="nowrap">
        <Plug size={13} aria-hidden />
        {lost ? t('connection.lostShort') : t('connection.connected')}
      </Group>
      <Group gap={12} wrap="nowrap" className={classes.end}>
        {info.data && (
          <Text span inherit>
            Open ACE {info.data.version}
          </Text>
        )}
        <Tooltip label={t('work.toggleDetails')}>
          <ActionIcon size="sm" aria-label={t('work.toggleDetails')} aria-pressed={details.open} onClick={details.toggle}>
            <IconLayoutSidebarRight size={15} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </footer>
  );
}
