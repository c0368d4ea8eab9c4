import { Group, Text } from '@mantine/core';
import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMatch } from 'react-router';
import { QuotaFigures } from '#features/quota/components/QuotaFigures.tsx';
import { MachinesOnline, UseToday } from '#features/session/components/StatusFigures.tsx';
import { sessionPattern } from '#features/session/pages.ts';
import { useConnection } from '#lib/connection.ts';
import { trpc } from '#lib/trpc.ts';
import classes from './StatusBar.module.css';

export function StatusBar() {
  const { t } = useTranslation();
  const lost = useConnection((connection) => connection.lost);
  const info = useQuery(trpc.system.info.queryOptions());
  const sessionId = useMatch(sessionPattern)?.params.sessionId;
  const Plug = lost ? IconPlugConnectedX : IconPlugConnected;
  return (
    <footer className={classes.bar}>
      <QuotaFigures sessionId={sessionId} today={(counted) => <UseToday besides={counted} />} />
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
      </Group>
    </footer>
  );
}
