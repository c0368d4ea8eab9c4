import { Button, Group, Text } from '@mantine/core';
import type { Session } from '@open-ace/contracts/session';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Ago } from '#ui/Ago.tsx';
import { FormError } from '#ui/FormError.tsx';
import { hasProcess } from '../has-process.ts';
import { mostCharacters } from '../message-length.ts';
import { usePause } from '../use-pause.ts';
import classes from './Composer.module.css';

interface ComposerNotesProps {
  session: Session;
  offline: boolean;
  /** How long the message is, if that is too long. */
  tooLong: number | null;
  error: unknown;
}

/** What becomes of a message that is sent now, where that is not plain. */
export function ComposerNotes({ session, offline, tooLong, error }: ComposerNotesProps) {
  const { t } = useTranslation();
  const { pausedAt } = session;
  return (
    <div className={classes.notes}>
      {offline && (
        <Text size="xs" c="dimmed" role="status">
          {t('session.machineOffline', { machine: session.machine.name })}
        </Text>
      )}
      {!hasProcess(session) && pausedAt === null && !offline && (
        <Text size="xs" c="dimmed">
          {t('session.goesOn')}
        </Text>
      )}
      {pausedAt !== null && <PausedBar session={session} pausedAt={pausedAt} />}
      <FormError error={error} />
      {tooLong !== null && (
        <Text size="xs" c="var(--ace-severity-critical-text)" role="alert">
          {t('session.tooLong', { count: tooLong, most: mostCharacters })}
        </Text>
      )}
    </div>
  );
}

function PausedBar({ session, pausedAt }: { session: Session; pausedAt: string }) {
  const { t } = useTranslation();
  const { resume, pending } = usePause(session.id);
  return (
    <Group gap={10} wrap="nowrap" className={classes.paused} role="status">
      <IconPlayerPause size={16} aria-hidden />
      <div className={classes.pausedText}>
        <Text fw={600} span>
          {t('session.pausedSince')} <Ago phrase date={pausedAt} />
        </Text>
        <Text size="xs" c="dimmed">
          {t('session.pausedMeans')}
        </Text>
      </div>
      <Button size="xs" flex="none" leftSection={<IconPlayerPlay size={14} />} loading={pending} onClick={resume}>
        {t('session.resume')}
      </Button>
    </Group>
  );
}
