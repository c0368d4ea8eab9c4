import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconLayoutSidebarRight, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMatch } from 'react-router';
import { QuotaFigures } from '#features/quota/components/QuotaFigures.tsx';
import { MachinesOnline, UseToday } from '#features/session/components/StatusFigures.tsx';
import { sessionPattern, workPage } from '#features/session/pages.ts';
import { useConnection } from '#lib/connection.ts';
import { trpc } from '#lib/trpc.ts';
import { useDetailsToggle } from '#modules/work/details.ts';
import classes from './StatusBar.module.css';

export function StatusBar() {
  const { t } = useTranslation();
  const lost = useConnection((connection) => connection.lost);
  const info = useQuery(trpc.system.info.queryOptions());
  const details = useDetailsToggle();
  // A session has the button in its own head; other pages of Work have no details.
  const hasHelp = useMatch(workPage.path) !== null;
  const sessionId = useMatch(sessionPattern)?.params.sessionId;
  const Plug = lost ? IconPlugConnectedX : IconPlugConnected;
  return (
    <footer className={classes.bar}>
      <QuotaFigures sessionId={sessionId} otherwise={<UseToday />} />
      <Group gap={16} wrap="nowrap" className={classes.end}>
        {!lost && (
          <div className={classes.wide}>
            <MachinesOnline />
          </div>
        )}
        <Group gap={6} wrap="nowrap">
          <Plug size={13} aria-hidden />
          <span className={classes.word}>{lost ? t('connection.lostShort') : t('connection.connected')}</span>
        </Group>
        {info.data && (
          <Text span inherit className={classes.wide}>
            Open ACE {info.data.version}
          </Text>
        )}
        {hasHelp && (
          <Tooltip label={t('work.toggleDetails')}>
            <ActionIcon size="sm" aria-label={t('work.toggleDetails')} aria-pressed={details.open} onClick={details.toggle}>
              <IconLayoutSidebarRight size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </footer>
  );
}
