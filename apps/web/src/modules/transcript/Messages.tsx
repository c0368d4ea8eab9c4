import { ActionIcon, Loader, Text, Tooltip, UnstyledButton } from '@mantine/core';
import type { Image } from '@open-ace/contracts/session-events';
import { IconBrain, IconChevronRight, IconClock, IconPencil } from '@tabler/icons-react';
import { memo, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { Markdown } from '#modules/markdown/Markdown.tsx';
import { PersonAvatar } from '#modules/person/PersonAvatar.tsx';
import { ToolMark } from '#modules/tool/ToolMark.tsx';
import { toolName } from '#modules/tool/tools.ts';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import { foldText } from './fold-text.ts';
import type { MessageItem, ThoughtItem, UserItem } from './items.ts';
import { Pictures } from './Pictures.tsx';
import type { PendingMessage } from './rows.ts';
import classes from './Transcript.module.css';
import { useFold, useTranscriptView } from './view.ts';

interface AuthoredProps {
  mark: ReactNode;
  author: string;
  at: number;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

function Authored({ mark, author, at, note, actions, children }: AuthoredProps) {
  const format = useFormat();
  return (
    <article className={classes.message} aria-label={author}>
      {mark}
      <div className={classes.messageBody}>
        <div className={classes.messageHead}>
          <Text span fw={600}>
            {author}
          </Text>
          <Tooltip label={format.exactTime(at)}>
            <Text span size="xs" c="dimmed" className="tabular">
              {format.time(at)}
            </Text>
          </Tooltip>
          {note}
          {actions && <span className={classes.messageActions}>{actions}</span>}
        </div>
        {children}
      </div>
    </article>
  );
}

interface UserMessageProps {
  foldKey: string;
  at: number;
  text: string;
  images: readonly Image[];
  note?: ReactNode;
  actions?: ReactNode;
}

/** What a person wrote stands as they typed it. */
function UserMessage({ foldKey, at, text, images, note, actions }: UserMessageProps) {
  const { t } = useTranslation();
  const { person } = useTranscriptView();
  return (
    <Authored
      mark={<PersonAvatar name={person.name} own={person.own} size={22} />}
      author={person.name}
      at={at}
      note={note}
      actions={
        <>
          {actions}
          {text !== '' && <CopyIcon value={text} label={t('transcript.copyMessage')} />}
        </>
      }
    >
      {text !== '' && <Typed foldKey={foldKey} text={text} />}
      <Pictures images={images} />
    </Authored>
  );
}

/** One that was sent can be sent again, otherwise worded: as a new message, for no CLI takes back what it was told. */
export function OwnMessage({ item }: { item: UserItem }) {
  const { t } = useTranslation();
  const { editAgain } = useTranscriptView();
  const { key, at, text, images } = item;
  const label = t('transcript.editAgain');
  return (
    <UserMessage
      foldKey={key}
      at={at}
      text={text}
      images={images}
      actions={
        editAgain && (
          <Tooltip label={t('transcript.editAgainHelp')} multiline maw={280}>
            <ActionIcon size="sm" aria-label={label} onClick={() => editAgain(item)}>
              <IconPencil size={14} />
            </ActionIcon>
          </Tooltip>
        )
      }
    />
  );
}

export function QueuedMessage({ item: { key, at, text, images } }: { item: UserItem }) {
  const { t } = useTranslation();
  const { tool } = useTranscriptView();
  return (
    <UserMessage
      foldKey={key}
      at={at}
      text={text}
      images={images}
      note={
        <Text span size="xs" c="dimmed" className={classes.sending}>
          <IconClock size={12} aria-hidden />
          {t('transcript.queued', { tool: toolName(tool, t) })}
        </Text>
      }
    />
  );
}

function Typed({ foldKey, text }: { foldKey: string; text: string }) {
  const { t } = useTranslation();
  const [all, toggle] = useFold(foldKey, false);
  const folded = useMemo(() => foldText(text), [text]);
  if (!folded) return <div className={classes.typed}>{text}</div>;
  const { shown, hidden } = folded;
  const more =
    'lines' in hidden ? t('transcript.moreLines', { count: hidden.lines }) : t('transcript.moreCharacters', { count: hidden.characters });
  return (
    <>
      <div className={classes.typed}>{all ? text : `${shown}…`}</div>
      <UnstyledButton className={classes.moreTyped} aria-expanded={all} onClick={toggle}>
        {all ? t('transcript.showLess') : more}
      </UnstyledButton>
    </>
  );
}

interface PendingProps {
  message: PendingMessage;
}

export function PendingUserMessage({ message }: PendingProps) {
  const { t } = useTranslation();
  return (
    <UserMessage
      foldKey={`pending:${message.id}`}
      at={message.at}
      text={message.text}
      images={message.images}
      note={
        <Text span size="xs" c="dimmed" className={classes.sending}>
          {message.held ? <IconClock size={12} aria-hidden /> : <Loader size={10} aria-hidden />}
          {t(message.held ? 'transcript.held' : 'transcript.sending')}
        </Text>
      }
    />
  );
}

export const AgentMessage = memo(function AgentMessage({ item, lead }: { item: MessageItem; lead: boolean }) {
  const { t } = useTranslation();
  const { tool } = useTranscriptView();
  const body = <Markdown text={item.text} />;
  if (!lead) return <article className={classes.continued}>{body}</article>;
  return (
    <Authored
      mark={<ToolMark tool={tool} size={22} />}
      author={toolName(tool, t)}
      at={item.at}
      actions={!item.streaming && <CopyIcon value={item.text} label={t('transcript.copyMessage')} />}
    >
      {body}
    </Authored>
  );
});

/** Folded: what was thought is rarely what one came for. */
export function Thought({ item }: { item: ThoughtItem }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, toggle] = useFold(item.key, false);
  const label = item.streaming
    ? t('transcript.thinking')
    : item.durationMs === null || item.durationMs < 1000
      ? t('transcript.thought')
      : t('transcript.thoughtFor', { duration: format.elapsed(item.durationMs) });
  const empty = item.text.trim() === '';
  return (
    <div className={classes.thought}>
      <UnstyledButton className={classes.thoughtHead} aria-expanded={open} disabled={empty} onClick={toggle}>
        {item.streaming ? <Loader size={13} aria-hidden /> : <IconBrain size={14} aria-hidden />}
        {label}
        {!empty && <IconChevronRight size={14} className={classes.chevron} data-open={open || undefined} aria-hidden />}
      </UnstyledButton>
      {open && !empty && <div className={classes.thoughtText}>{item.text}</div>}
    </div>
  );
}
