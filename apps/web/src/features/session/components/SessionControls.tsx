import { Button, Group } from '@mantine/core';
import type { Session } from '@open-ace/contracts/session';
import { IconArrowUpRight, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { toolName } from '#modules/tool/tools.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { hasProcess } from '../has-process.ts';
import { sessionPath } from '../pages.ts';
import { usePause } from '../use-pause.ts';
import { useStop } from '../use-stop.ts';

/** What an administrator may do with a session that may be somebody else's. */
export function SessionControls({ session }: { session: Session }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { pause, resume, pending } = usePause(session.id);
  const { stop, pending: stopping } = useStop(session.id);
  const paused = session.pausedAt !== null;
  return (
    <Group gap={8}>
      <Button component={Link} to={sessionPath(session.id)} variant="default" leftSection={<IconArrowUpRight size={15} />}>
        {t('sessions.openInWork')}
      </Button>
      {(hasProcess(session) || paused) && (
        <Group gap={8} ml="auto">
          {paused ? (
            <Button variant="default" leftSection={<IconPlayerPlay size={15} />} loading={pending} onClick={resume}>
              {t('session.resume')}
            </Button>
          ) : (
            <Button variant="default" leftSection={<IconPlayerPause size={15} />} loading={pending} onClick={pause}>
              {t('session.pause')}
            </Button>
          )}
          <Button
            variant="default"
            c="var(--ace-severity-critical-text)"
            leftSection={<IconPlayerStop size={15} />}
            loading={stopping}
            onClick={() => setAsking(true)}
          >
            {t('session.stop')}
          </Button>
        </Group>
      )}
      {asking && (
        <ConfirmDialog
          destructive
          title={t('sessions.stopTitle', { title: session.title })}
          confirmLabel={t('sessions.stopConfirm')}
          onConfirm={() => {
            stop();
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        >
          {t('sessions.stopEffect', {
            tool: toolName(session.tool, t),
            person: session.owner.displayName,
            machine: session.machine.name,
          })}
        </ConfirmDialog>
      )}
    </Group>
  );
}
