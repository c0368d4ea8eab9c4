import { Button, Paper, Skeleton, Text } from '@mantine/core';
import { useDocumentVisibility } from '@mantine/hooks';
import type { Session } from '@open-ace/contracts/session';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { isGone } from '#lib/errors.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMe } from '#modules/me/me.ts';
import { toolName } from '#modules/tool/tools.ts';
import type { UserItem } from '#modules/transcript/items.ts';
import { rowsOf } from '#modules/transcript/rows.ts';
import { openRequests } from '#modules/transcript/summaries.ts';
import { Transcript, type TranscriptHandle } from '#modules/transcript/Transcript.tsx';
import { DetailsPanel } from '#modules/work/DetailsPanel.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Announcer } from '../components/Announcer.tsx';
import { Centre } from '../components/Centre.tsx';
import { Composer } from '../components/Composer.tsx';
import { SessionDetails } from '../components/SessionDetails.tsx';
import { SessionHeader } from '../components/SessionHeader.tsx';
import { Undelivered } from '../components/Undelivered.tsx';
import { useOpenTabs } from '../open-tabs.ts';
import { workPage } from '../pages.ts';
import { usePictureStore } from '../pictures.ts';
import { isAtRest, useSeen } from '../seen.ts';
import { streamOf, useSessionStream } from '../session-stream.ts';
import { isGivenUp, stillUnsent } from '../unsent.ts';
import { useAddPictures } from '../use-add-pictures.ts';
import { useAnswerKeys } from '../use-answer-keys.ts';
import { useDrop } from '../use-drop.ts';
import { useMachine } from '../use-machines.ts';
import { putBack } from '../use-send.ts';
import { useSession } from '../use-sessions.ts';
import { useTranscriptOf } from '../use-transcript-view.ts';
import { useTurnUsage } from '../use-turn-usage.ts';
import { useWriting } from '../writing.ts';
import classes from './SessionPage.module.css';

export function SessionPage() {
  const { t } = useTranslation();
  const { sessionId = '' } = useParams();
  const me = useMe();
  const session = useSession(sessionId);
  const close = useOpenTabs((store) => store.close);
  const open = useOpenTabs((store) => store.open);
  const gone = isGone(session.error);
  usePageTitle(session.data?.title ?? t('session.one'), t('work.title'));

  useEffect(() => {
    if (gone) close(me.id, sessionId);
    else if (session.isSuccess && !session.isPlaceholderData) open(me.id, sessionId);
  }, [gone, session.isSuccess, session.isPlaceholderData, close, open, me.id, sessionId]);

  if (session.data && !gone) return <OpenSession key={sessionId} session={session.data} />;
  return (
    <Centre>
      <h1 className="visuallyHidden">{t('session.one')}</h1>
      {session.error ? (
        <Paper m={16}>
          <ErrorState title={t('session.loadFailed')} error={session.error} onRetry={() => void session.refetch()} />
          {gone && (
            <div className={classes.back}>
              <Button component={Link} to={workPage.path} variant="default">
                {t('session.backToWork')}
              </Button>
            </div>
          )}
        </Paper>
      ) : (
        <TranscriptSkeleton />
      )}
    </Centre>
  );
}

function OpenSession({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { id, status } = session;
  const { transcript, caughtUp, failure } = useSessionStream(id);
  const machine = useMachine(session.machine.id).data;
  const list = useRef<TranscriptHandle>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const adding = useAddPictures(id);
  const drop = useDrop((files) => void adding.add(files));
  const turnUsage = useTurnUsage(id, transcript);
  const unsent = useUnsent(session);
  const requests = useMemo(() => openRequests(transcript), [transcript]);
  const first = requests[0];
  const toField = () => field.current?.focus();
  const editAgain = ({ text, images }: UserItem) => {
    putBack(id, text, images);
    toField();
  };
  const view = useTranscriptOf(session, machine, requests, { keyedRequest: first?.requestId ?? null, turnUsage, editAgain });
  const rows = useMemo(() => rowsOf(transcript, unsent.onTheirWay), [transcript, unsent.onTheirWay]);
  const said = rows.some((row) => row.kind !== 'item' || row.item.kind !== 'process-start');
  useAnswerKeys((decision) => {
    if (!first || (decision === 'allow_always' && first.rule === '')) return;
    // One out of sight comes into it, and can be answered then.
    if (!view.answer(first.requestId, decision)) list.current?.toEnd();
  });

  useLookedAt(session);
  const busy = transcript.turnStartedAt !== null || status === 'running' || status === 'needs_you';
  return (
    <>
      <Centre>
        <div className={classes.session} {...drop.handlers}>
          <SessionHeader session={session} onSearch={() => list.current?.search()} onResume={toField} />
          {!caughtUp && <TranscriptSkeleton />}
          {caughtUp && failure !== null && !said && (
            <ErrorState title={t('session.transcriptFailed')} error={failure} onRetry={streamOf(id).retry} />
          )}
          {session.trimmedAt !== null && <Trimmed at={session.trimmedAt} />}
          {caughtUp && !said && failure === null && <NothingYet session={session} />}
          {caughtUp && said && <Transcript rows={rows} view={view} handle={list} />}
          {unsent.lost.map((message) => (
            <Undelivered key={message.id} sessionId={id} message={message} />
          ))}
          <Composer
            session={session}
            machine={machine}
            transcript={transcript}
            field={field}
            adding={adding}
            dropping={drop.over}
            busy={busy}
            onSent={() => list.current?.toEnd()}
          />
          <Announcer session={session} transcript={transcript} />
        </div>
      </Centre>
      <DetailsPanel label={t('session.details')}>
        <SessionDetails session={session} machine={machine} transcript={transcript} onShow={(key) => list.current?.show(key)} />
      </DetailsPanel>
    </>
  );
}

/** What is on show is seen. */
function useLookedAt({ id, status, lastActivityAt }: Session) {
  const visible = useDocumentVisibility() === 'visible';
  const rests = isAtRest(status);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once at the beginning, and then not with each word that the agent says
  useEffect(() => {
    if (visible) useSeen.getState().see(id, lastActivityAt);
  }, [id, visible, rests, rests && lastActivityAt]);
}

/** What was sent and has not come back as an event. */
function useUnsent({ id: sessionId, pausedAt }: Session) {
  const { transcript, caughtUp } = useSessionStream(sessionId);
  const messages = useWriting(({ unsent }) => unsent[sessionId]);
  const setUnsent = useWriting((writing) => writing.setUnsent);
  const left = useMemo(() => {
    const { settled, queued } = transcript;
    return stillUnsent(messages ?? [], queued.length === 0 ? transcript : { ...transcript, settled: [...settled, ...queued] });
  }, [messages, transcript]);
  const pictures = usePictureStore(({ of }) => of);
  useEffect(() => {
    if (!caughtUp || !messages || left.length === messages.length) return;
    for (const { id } of messages) if (!left.some((message) => message.id === id)) usePictureStore.getState().take(id);
    setUnsent(sessionId, () => left);
  }, [caughtUp, messages, left, sessionId, setUnsent]);
  return useMemo(() => {
    const now = Date.now();
    const held = pausedAt !== null;
    const lost = held ? [] : left.filter((message) => isGivenUp(message, now));
    const onTheirWay = left
      .filter((message) => !lost.includes(message))
      .map((message) => ({ ...message, held, images: pictures[message.id] ?? [] }));
    return { onTheirWay, lost };
  }, [left, pausedAt, pictures]);
}

/** Its transcript was older than transcripts are kept here. */
function Trimmed({ at }: { at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Text c="dimmed" size="xs" ta="center" pt={12}>
      {t('session.trimmed', { when: format.exactTime(at) })}
    </Text>
  );
}

function NothingYet({ session }: { session: Session }) {
  const { t } = useTranslation();
  const names = { tool: toolName(session.tool, t), machine: session.machine.name };
  return (
    <div className={classes.nothing}>
      {session.status === 'starting' ? t('session.startingOn', names) : t('session.nothingSaid', names)}
    </div>
  );
}

function TranscriptSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.skeleton} role="status" aria-label={t('value.loading')}>
      {[56, 92, 78, 40, 88, 64].map((width, index) => (
        <div key={width} className={classes.skeletonRow}>
          <Skeleton circle h={22} w={22} style={{ visibility: index % 3 === 0 ? 'visible' : 'hidden' }} />
          <Skeleton h={index % 3 === 2 ? 32 : 10} w={`${width}%`} />
        </div>
      ))}
    </div>
  );
}
