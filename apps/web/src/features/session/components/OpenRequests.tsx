import { Skeleton, Text } from '@mantine/core';
import type { Session } from '@open-ace/contracts/session';
import { useTranslation } from 'react-i18next';
import { useWaiting } from '../use-waiting.ts';
import { bySession } from '../waiting.ts';
import { RequestCards } from './RequestCards.tsx';
import classes from './SessionList.module.css';

/** The requests of one session that wait for an answer. */
export function OpenRequests({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { data } = useWaiting();
  if (!data) return <Skeleton h={160} />;
  const group = bySession(data.items).find(({ sessionId }) => sessionId === session.id);
  if (!group) return <Text c="dimmed">{t('session.nothingAsked')}</Text>;
  return (
    <div className={classes.requests}>
      <RequestCards group={group} all={group.requests} />
    </div>
  );
}
