import { ActionIcon, Button, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Session } from '@open-ace/contracts/session';
import { IconDeviceDesktop, IconFolder, IconGitBranch, IconLayoutSidebarRight, IconPencil, IconPlayerStop } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { SessionStatusMark } from '#modules/session/SessionStatusMark.tsx';
import { useDetailsToggle } from '#modules/work/details.ts';
import { storeSession } from '../use-sessions.ts';
import classes from './SessionHeader.module.css';

export const hasProcess = ({ status }: Session) => status !== 'ended' && status !== 'error';

/** What one is looking at, and what can be done with it as a whole. */
export function SessionHeader({ session }: { session: Session }) {
  const { t } = useTranslation();
  const details = useDetailsToggle();
  return (
    <div className={classes.header}>
      <span className={classes.status}>
        <SessionStatusMark status={session.status} />
        <Text span inherit className={classes.statusWord} data-status={session.status}>
          {t(`session.status.${session.status}`)}
        </Text>
      </span>
      <SessionTitle key={session.id} session={session} />
      <span className={classes.place}>
        <IconDeviceDesktop size={14} aria-hidden />
        <span>{session.machine.name}</span>
      </span>
      <span className={classes.place} data-kind="folder" title={session.cwd}>
        <IconFolder size={14} aria-hidden />
        <span className={classes.folder}>
          <bdi>{session.cwd}</bdi>
        </span>
      </span>
      {session.gitBranch !== '' && (
        <span className={classes.place} data-kind="branch" title={session.gitBranch}>
          <IconGitBranch size={14} aria-hidden />
          <span>{session.gitBranch}</span>
        </span>
      )}
      <span className={classes.actions}>
        {hasProcess(session) && <StopButton session={session} />}
        <Tooltip label={t('work.toggleDetails')}>
          <ActionIcon aria-label={t('work.toggleDetails')} aria-pressed={details.open} onClick={details.toggle}>
            <IconLayoutSidebarRight size={16} />
          </ActionIcon>
        </Tooltip>
      </span>
    </div>
  );
}

/** Ends the process; nothing is lost by it, a message goes on from there. */
function StopButton({ session }: { session: Session }) {
  const { t } = useTranslation();
  const stop = useMutation(
    trpc.session.stop.mutationOptions({
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  return (
    <Tooltip label={t('session.stopEffect')}>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        className={classes.stop}
        leftSection={<IconPlayerStop size={14} />}
        loading={stop.isPending}
        onClick={() => stop.mutate({ sessionId: session.id })}
      >
        {t('session.stop')}
      </Button>
    </Tooltip>
  );
}

/** The page's heading; a click makes it a field. */
function SessionTitle({ session }: { session: Session }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const rename = useMutation(
    trpc.session.update.mutationOptions({
      onSuccess: storeSession,
      onError: (error, { title }) => {
        setTyped(title ?? '');
        notifications.show({ color: 'red', message: failureText(error, t) });
      },
    }),
  );
  const save = () => {
    const title = typed?.trim() ?? '';
    setTyped(null);
    if (title === '' || title === session.title) return;
    rename.mutate({ sessionId: session.id, title });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') save();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setTyped(null);
  };

  if (typed !== null) {
    return (
      <TextInput
        autoFocus
        size="xs"
        className={classes.titleField}
        aria-label={t('session.titleField')}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={save}
        onKeyDown={onKeyDown}
      />
    );
  }
  const title = (rename.isPending && rename.variables.title) || session.title;
  return (
    <h1 className={classes.title}>
      <UnstyledButton className={classes.titleButton} title={title} onClick={() => setTyped(title)}>
        <span className={classes.titleText}>{title}</span>
        <IconPencil size={13} className={classes.pencil} aria-hidden />
        <span className="visuallyHidden">, {t('session.rename')}</span>
      </UnstyledButton>
    </h1>
  );
}
