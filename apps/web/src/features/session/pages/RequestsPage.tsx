import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { Decision, WaitingRequest } from '@open-ace/contracts/session';
import { IconBellCheck, IconDeviceDesktop, IconFolder } from '@tabler/icons-react';
import { useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { ToolMark } from '#modules/tool/ToolMark.tsx';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { InboxTabs } from '../components/InboxTabs.tsx';
import { RequestCards } from '../components/RequestCards.tsx';
import { inboxPage, sessionPath } from '../pages.ts';
import { useAnswerKeys } from '../use-answer-keys.ts';
import { useWaiting } from '../use-waiting.ts';
import { bySession } from '../waiting.ts';
import classes from './RequestsPage.module.css';

/** All that waits for the viewer's answer, whichever session asks. */
export function RequestsPage() {
  const { t } = useTranslation();
  usePageTitle(t(inboxPage.title));
  return (
    <>
      <InboxTabs purpose={t('inbox.purpose')} />
      <Waiting />
    </>
  );
}

function Waiting() {
  const { t } = useTranslation();
  const { data, error, refetch } = useWaiting();
  const groups = useMemo(() => bySession(data?.items ?? []), [data]);
  const all = useMemo(() => groups.flatMap(({ requests }) => requests), [groups]);
  const keyed = all[0];
  const answerKeyed = useRef<(decision: Decision) => void>(() => {});
  const takeAnswer = useCallback((answer: (decision: Decision) => void) => {
    answerKeyed.current = answer;
  }, []);
  useAnswerKeys((decision) => keyed && answerKeyed.current(decision));

  if (!data)
    return error ? <ErrorState title={t('inbox.loadFailed')} error={error} onRetry={() => void refetch()} /> : <Skeleton h={200} />;
  if (groups.length === 0) return <EmptyPanel icon={IconBellCheck} title={t('inbox.none')} description={t('inbox.noneAdvice')} />;
  return (
    <Stack gap={24} className={classes.sessions}>
      {groups.map((group) => (
        <section key={group.sessionId} aria-label={group.first.title} className={classes.session}>
          <Origin request={group.first} />
          <RequestCards group={group} all={all} keyed={group.requests.find((request) => request === keyed)} onAnswer={takeAnswer} />
        </section>
      ))}
      {data.count > all.length && (
        <Text c="dimmed" size="sm">
          {t('inbox.more', { count: data.count - all.length })}
        </Text>
      )}
    </Stack>
  );
}

/** Who asks, and where it works. */
function Origin({ request: { sessionId, title, tool, machine, cwd } }: { request: WaitingRequest }) {
  return (
    <Group gap={10} className={classes.origin}>
      <ToolMark tool={tool} size={18} />
      <Link to={sessionPath(sessionId)} className={classes.title}>
        {title}
      </Link>
      <span className={classes.place}>
        <IconDeviceDesktop size={13} aria-hidden />
        {machine.name}
      </span>
      <span className={classes.place}>
        <IconFolder size={13} aria-hidden />
        <bdi>{cwd}</bdi>
      </span>
    </Group>
  );
}
