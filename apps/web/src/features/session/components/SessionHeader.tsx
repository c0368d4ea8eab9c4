import { ActionIcon, Button, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Session } from '@open-ace/contracts/session';
import { IconDeviceDesktop, IconFolder, IconGitBranch, IconLayoutSidebarRight, IconPencil, IconPlayerStop } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { SessionStatusMark } from '#modules/session/SessionStatusMark.tsx';
import { useDetailsToggle } from '#modules/work/details.ts';
import { hasProcess } from '../has-process.ts';
import { storeSession } from '../use-sessions.ts';
import { useStop } from '../use-stop.ts';
import classes from './SessionHeader.module.css';
import { SessionMenu } from './SessionMenu.tsx';

interface SessionHeaderProps {
  session: Session;
  onSearch: () => void;
  onResume: () => void;
}

/** What one is looking at, and what can be done with it as a whole. */
export function SessionHeader({ session, onSearch, onResume }: SessionHeaderProps) {
  const { t } = useTranslation();
  const details = useDetailsToggle();
  const [renaming, setRenaming] = useState(false);
  return (
    <div className={classes.header}>
      <span className={classes.status}>
        <SessionStatusMark status={session.status} />
        <Text span inherit className={classes.statusWord} data-status={session.status}>
          {t(`session.status.${session.status}`)}
        </Text>
      </span>
      <SessionTitle key={session.id} session={session} renaming={renaming} onRenaming={setRenaming} />
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
        <SessionMenu session={session} onRename={() => setRenaming(true)} onSearch={onSearch} onResume={onResume} />
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
  const { stop, pending } = useStop(session.id);
  return (
    <Tooltip label={t('session.stopEffect')}>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        className={classes.stop}
        leftSection={<IconPlayerStop size={14} />}
        loading={pending}
        onClick={stop}
      >
        {t('session.stop')}
      </Button>
    </Tooltip>
  );
}

interface SessionTitleProps {
  session: Session;
  renaming: boolean;
  onRenaming: (renaming: boolean) => void;
}

/** The page's heading; a click makes it a field. */
function SessionTitle({ session, renaming, onRenaming }: SessionTitleProps) {
  const { t } = useTranslation();
  const rename = useMutation(
    trpc.session.update.mutationOptions({
      onSuccess: storeSession,
      onError: (error) => {
        onRenaming(true);
        notifications.show({ color: 'red', message: failureText(error, t) });
      },
    }),
  );
  const title = (rename.isPending && rename.variables.title) || session.title;
  if (renaming) {
    const save = (typed: string) => {
      onRenaming(false);
      if (typed !== '' && typed !== session.title) rename.mutate({ sessionId: session.id, title: typed });
    };
    return <TitleField title={rename.variables?.title ?? title} onSave={save} onCancel={() => onRenaming(false)} />;
  }
  return (
    <h1 className={classes.title}>
      <UnstyledButton className={classes.titleButton} title={title} onClick={() => onRenaming(true)}>
        <span className={classes.titleText}>{title}</span>
        <IconPencil size={13} className={classes.pencil} aria-hidden />
        <span className="visuallyHidden">, {t('session.rename')}</span>
      </UnstyledButton>
    </h1>
  );
}

interface TitleFieldProps {
  title: string;
  onSave: (typed: string) => void;
  onCancel: () => void;
}

function TitleField({ title, onSave, onCancel }: TitleFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  // After the menu, which gives the focus back to its button.
  useEffect(() => {
    const timer = window.setTimeout(() => field.current?.select(), 0);
    return () => window.clearTimeout(timer);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') onSave(typed.trim());
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onCancel();
  };
  return (
    <TextInput
      ref={field}
      size="xs"
      className={classes.titleField}
      aria-label={t('session.titleField')}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => document.activeElement !== field.current && onSave(typed.trim())}
      onKeyDown={onKeyDown}
    />
  );
}
