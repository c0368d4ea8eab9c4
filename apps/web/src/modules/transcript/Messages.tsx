import { Loader, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconBrain, IconChevronRight } from '@tabler/icons-react';
import { memo, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { Markdown } from '#modules/markdown/Markdown.tsx';
import { PersonAvatar } from '#modules/person/PersonAvatar.tsx';
import { ToolMark } from '#modules/tool/ToolMark.tsx';
import { toolName } from '#modules/tool/tools.ts';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import { foldText } from './fold-text.ts';
import type { MessageItem, ThoughtItem } from './items.ts';
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

/** What a person wrote stands as they typed it. */
export function UserMessage({ foldKey, at, text, note }: { foldKey: string; at: number; text: string; note?: ReactNode }) {
  const { t } = useTranslation();
  const { person } = useTranscriptView();
  return (
    <Authored
      mark={<PersonAvatar name={person.name} own={person.own} size={22} />}
      author={person.name}
      at={at}
      note={note}
      actions={<CopyIcon value={text} label={t('transcript.copyMessage')} />}
    >
      <Typed foldKey={foldKey} text={text} />
    </Authored>
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
      note={
        <Text span size="xs" c="dimmed" className={classes.sending}>
          <Loader size={10} aria-hidden />
          {t('transcript.sending')}
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
