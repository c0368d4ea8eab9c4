import { ActionIcon, FileButton, Group, Tooltip } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import type { Session } from '@open-ace/contracts/session';
import { IconArrowUp, IconPhoto, IconPlayerStop } from '@tabler/icons-react';
import type { FormEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { toolName } from '#modules/tool/tools.ts';
import { lastMessage } from '#modules/transcript/summaries.ts';
import type { Transcript } from '#modules/transcript/transcript.ts';
import { hasProcess } from '../has-process.ts';
import { excessLength } from '../message-length.ts';
import { usePictureStore, usePictures } from '../pictures.ts';
import type { useAddPictures } from '../use-add-pictures.ts';
import { useInterrupt } from '../use-interrupt.ts';
import { useReadyToType } from '../use-ready-to-type.ts';
import { putBack, useSend } from '../use-send.ts';
import { useWriting } from '../writing.ts';
import classes from './Composer.module.css';
import { ComposerNotes } from './ComposerNotes.tsx';
import { MessageField } from './MessageField.tsx';
import { ModelMenu } from './ModelMenu.tsx';
import { ModeMenu } from './ModeMenu.tsx';
import { PictureStrip } from './PictureStrip.tsx';

interface ComposerProps {
  session: Session;
  /** Undefined while it is not known, or not ours to see. */
  machine: Machine | undefined;
  transcript: Transcript;
  field: RefObject<HTMLTextAreaElement | null>;
  adding: ReturnType<typeof useAddPictures>;
  /** Files are held over the page. */
  dropping: boolean;
  /** A turn is under way. */
  busy: boolean;
  onSent: () => void;
}

const accepted = 'image/png,image/jpeg,image/gif,image/webp';

/** What a person says to the agent, and how it is to work. */
export function Composer({ session, machine, transcript, field, adding, dropping, busy, onSent }: ComposerProps) {
  const { t } = useTranslation();
  const { id } = session;
  const text = useWriting(({ drafts }) => drafts[id] ?? '');
  const write = useWriting((writing) => writing.write);
  const images = usePictures(id);
  const send = useSend();
  const ended = !hasProcess(session);
  const offline = machine?.status === 'offline';
  const interrupt = useInterrupt(id, busy && !ended);
  useReadyToType(field, session);

  const tooLong = excessLength(text);
  const sendable = (text.trim() !== '' || images.length > 0) && tooLong === null && !adding.pending;
  const submit = () => {
    if (!sendable) return;
    send.mutate({ sessionId: id, text: text.trim(), images: [...images] });
    adding.forget();
    onSent();
    field.current?.focus();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const recall = () => {
    const last = lastMessage(transcript);
    if (last) putBack(id, last.text, images.length > 0 ? [] : last.images);
  };

  return (
    <div className={classes.frame}>
      <ComposerNotes session={session} offline={offline} tooLong={tooLong} error={send.error} />
      <form className={classes.box} aria-label={t('session.messageForm')} data-dropping={dropping || undefined} onSubmit={onSubmit}>
        <PictureStrip
          images={images}
          pending={adding.pending}
          problem={adding.problem}
          onRemove={(index) => usePictureStore.getState().remove(id, index)}
        />
        <MessageField
          field={field}
          label={t(busy && !ended ? 'session.messageNext' : 'session.message', { tool: toolName(session.tool, t) })}
          sessionId={id}
          machine={session.machine.name}
          offline={offline}
          commands={transcript.commands}
          text={text}
          invalid={tooLong !== null}
          onType={(typed) => write(id, typed)}
          onSend={submit}
          onFiles={(files) => void adding.add(files)}
          onRecall={recall}
        />
        <Group gap={2} wrap="nowrap" className={classes.bar}>
          <FileButton multiple accept={accepted} onChange={(files) => void adding.add(files)}>
            {(props) => (
              <Tooltip label={t('session.addPictures')}>
                <ActionIcon {...props} className={classes.pictureButton} aria-label={t('session.addPictures')}>
                  <IconPhoto size={16} />
                </ActionIcon>
              </Tooltip>
            )}
          </FileButton>
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
            <Tooltip label={t(busy && !ended ? 'session.queueKey' : 'session.sendKey')}>
              <ActionIcon variant="filled" color="accent" type="submit" aria-label={t('session.send')} disabled={!sendable}>
                <IconArrowUp size={16} />
              </ActionIcon>
            </Tooltip>
          </span>
        </Group>
      </form>
    </div>
  );
}
