import { ActionIcon, Group, Text, Textarea, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import type { Machine } from '@open-ace/contracts/machine';
import type { Session } from '@open-ace/contracts/session';
import { IconArrowUp, IconPlayerStop } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { toolName } from '#modules/tool/tools.ts';
import { FormError } from '#ui/FormError.tsx';
import { excessLength, mostCharacters } from '../message-length.ts';
import { isSwitch } from '../pages.ts';
import { useSend } from '../use-send.ts';
import { useWriting } from '../writing.ts';
import classes from './Composer.module.css';
import { ModelMenu } from './ModelMenu.tsx';
import { ModeMenu } from './ModeMenu.tsx';
import { hasProcess } from './SessionHeader.tsx';

interface ComposerProps {
  session: Session;
  /** Undefined while it is not known, or not ours to see. */
  machine: Machine | undefined;
  /** A turn is under way. */
  busy: boolean;
  onSent: () => void;
}

/** Something lies over the page; closed lists of choices stay in it unseen. */
const isCovered = () =>
  [...document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')].some((element) => element.checkVisibility());

/** What a person says to the agent, and how it is to work. */
export function Composer({ session, machine, busy, onSent }: ComposerProps) {
  const { t } = useTranslation();
  const text = useWriting(({ drafts }) => drafts[session.id] ?? '');
  const write = useWriting((writing) => writing.write);
  const send = useSend();
  const field = useRef<HTMLTextAreaElement>(null);
  const ended = !hasProcess(session);
  const offline = machine?.status === 'offline';
  const interrupt = useInterrupt(session.id, busy && !ended);
  useReadyToType(field, session);

  const tooLong = excessLength(text);
  const submit = () => {
    if (text.trim() === '' || tooLong !== null) return;
    send.mutate({ sessionId: session.id, text: text.trim() });
    onSent();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter takes its suggestion.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };

  const label = t('session.message', { tool: toolName(session.tool, t) });
  return (
    <div className={classes.frame}>
      <div className={classes.notes}>
        {offline && (
          <Text size="xs" c="dimmed" role="status">
            {t('session.machineOffline', { machine: session.machine.name })}
          </Text>
        )}
        {ended && !offline && (
          <Text size="xs" c="dimmed">
            {t('session.goesOn')}
          </Text>
        )}
        <FormError error={send.error} />
        {tooLong !== null && (
          <Text size="xs" c="var(--ace-severity-critical-text)" role="alert">
            {t('session.tooLong', { count: tooLong, most: mostCharacters })}
          </Text>
        )}
      </div>
      <form className={classes.box} aria-label={t('session.messageForm')} onSubmit={onSubmit}>
        <Textarea
          ref={field}
          variant="unstyled"
          minRows={1}
          maxRows={10}
          aria-label={label}
          placeholder={label}
          classNames={{ input: classes.input }}
          value={text}
          aria-invalid={tooLong !== null || undefined}
          onChange={(event) => write(session.id, event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Group gap={2} wrap="nowrap" className={classes.bar}>
          <ModelMenu session={session} />
          <ModeMenu session={session} machine={machine} busy={busy} />
          <span className={classes.end}>
            {interrupt.possible && (
              <Tooltip label={t('session.interruptKey')}>
                <ActionIcon variant="default" aria-label={t('session.interrupt')} loading={interrupt.pending} onClick={interrupt.run}>
                  <IconPlayerStop size={15} />
                </ActionIcon>
              </Tooltip>
            )}
            <Tooltip label={t('session.sendKey')}>
              <ActionIcon
                variant="filled"
                color="accent"
                type="submit"
                aria-label={t('session.send')}
                disabled={text.trim() === '' || tooLong !== null}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
            </Tooltip>
          </span>
        </Group>
      </form>
    </div>
  );
}

/** Ends the turn that runs, by its button or by Esc; what lies over the page takes the key first. */
function useInterrupt(sessionId: string, possible: boolean) {
  const { t } = useTranslation();
  const mutation = useMutation(
    trpc.session.interrupt.mutationOptions({
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  const run = () => {
    if (possible && !mutation.isPending) mutation.mutate({ sessionId });
  };
  useHotkeys(
    [['Escape', (event) => !event.defaultPrevented && !event.isComposing && !isCovered() && run(), { preventDefault: false }]],
    [],
  );
  return { possible, pending: mutation.isPending, run };
}

/**
 * Who came by mouse wants to type next; who came by keys is going through a list or the tabs and does not, or the next key would be typed. An open request is answered by
 * keys outside of the field, and a finger would get a keyboard over half of the screen.
 */
function useReadyToType(field: { readonly current: HTMLTextAreaElement | null }, { id, status }: Session) {
  const switched = isSwitch(useLocation().state);
  const waits = status === 'needs_you';
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each session that is opened
  useEffect(() => {
    const byKeys = switched || document.activeElement?.matches('a:focus-visible');
    if (byKeys || waits || window.matchMedia('(hover: none)').matches) return;
    // After the page's heading, which takes the focus of a new page.
    const timer = window.setTimeout(() => field.current?.focus({ preventScroll: true }), 0);
    return () => window.clearTimeout(timer);
  }, [id]);
}
