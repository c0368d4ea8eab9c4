import { Skeleton, Stack, Text, Title } from '@mantine/core';
import type { Session } from '@open-ace/contracts/session';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toolName } from '#modules/tool/tools.ts';
import { rowsOf } from '#modules/transcript/rows.ts';
import { Transcript } from '#modules/transcript/Transcript.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { hasProcess } from '../has-process.ts';
import { streamOf, useSessionStream } from '../session-stream.ts';
import { useMachine } from '../use-machines.ts';
import { useTranscriptOf } from '../use-transcript-view.ts';
import { useTurnUsage } from '../use-turn-usage.ts';
import classes from './LiveOutput.module.css';

/** The transcript as it grows, to be read only. */
export function LiveOutput({ session }: { session: Session }) {
  const { t } = useTranslation();
  const title = t(hasProcess(session) ? 'sessions.liveOutput' : 'sessions.output');
  return (
    <section className={classes.output} aria-label={title}>
      <Title order={3} className={classes.title}>
        {title}
      </Title>
      <Output session={session} />
    </section>
  );
}

function Output({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { transcript, caughtUp, failure } = useSessionStream(session.id);
  const machine = useMachine(session.machine.id).data;
  const turnUsage = useTurnUsage(session.id, transcript);
  const view = useTranscriptOf(session, machine, [], { turnUsage, readOnly: true });
  const rows = useMemo(() => rowsOf(transcript, []), [transcript]);
  if (!caughtUp) {
    return (
      <Stack gap={14} px={16} role="status" aria-label={t('value.loading')}>
        {[64, 92, 78, 40].map((width) => (
          <Skeleton key={width} h={12} w={`${width}%`} />
        ))}
      </Stack>
    );
  }
  if (rows.length > 0) return <Transcript rows={rows} view={view} />;
  if (failure !== null) {
    return <ErrorState title={t('session.transcriptFailed')} error={failure} onRetry={streamOf(session.id).retry} />;
  }
  const names = { tool: toolName(session.tool, t), machine: session.machine.name };
  return (
    <Text c="dimmed" px={16}>
      {session.status === 'starting' ? t('session.startingOn', names) : t('sessions.nothingSaid')}
    </Text>
  );
}
