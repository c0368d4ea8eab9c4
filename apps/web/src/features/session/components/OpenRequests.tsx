import { Skeleton, Text } from '@mantine/core';
import type { Session } from '@open-ace/contracts/session';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PermissionCard } from '#modules/transcript/PermissionCard.tsx';
import { openRequests } from '#modules/transcript/summaries.ts';
import { TranscriptViewProvider } from '#modules/transcript/view.ts';
import { useSessionStream } from '../session-stream.ts';
import { useTranscriptOf } from '../use-transcript-view.ts';
import classes from './SessionList.module.css';

/** The requests of one session that wait for an answer, out of its transcript. */
export function OpenRequests({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { transcript, caughtUp } = useSessionStream(session.id);
  const requests = useMemo(() => openRequests(transcript), [transcript]);
  const view = useTranscriptOf(session, undefined, requests);
  if (!caughtUp) return <Skeleton h={160} />;
  if (requests.length === 0) return <Text c="dimmed">{t('session.nothingAsked')}</Text>;
  return (
    <TranscriptViewProvider value={view}>
      <div className={classes.requests}>
        {requests.map((item) => (
          <PermissionCard key={item.key} item={item} />
        ))}
      </div>
    </TranscriptViewProvider>
  );
}
