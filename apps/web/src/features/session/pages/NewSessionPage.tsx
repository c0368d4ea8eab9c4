import { Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#lib/page-title.ts';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Centre } from '../components/Centre.tsx';
import { NewSessionForm } from '../components/NewSessionForm.tsx';
import { NoMachine } from '../components/NoMachine.tsx';
import { useMachines } from '../use-machines.ts';
import { useSessions } from '../use-sessions.ts';
import classes from './NewSessionPage.module.css';

export function NewSessionPage() {
  const { t } = useTranslation();
  usePageTitle(t('session.new'), t('work.title'));
  return (
    <Centre scrolls>
      <Content />
    </Centre>
  );
}

function Content() {
  const { t } = useTranslation();
  const machines = useMachines();
  const { sessions, isPending } = useSessions();
  const heading = <Title order={1}>{t('session.new')}</Title>;

  if (machines.data?.items.length === 0) {
    return (
      <>
        <h1 className="visuallyHidden">{t('session.new')}</h1>
        <NoMachine />
      </>
    );
  }
  return (
    <div className={classes.page}>
      {heading}
      <Text c="dimmed" mb={16}>
        {t('session.newPurpose')}
      </Text>
      {machines.error && !machines.data && (
        <Paper>
          <ErrorState title={t('session.machinesFailed')} error={machines.error} onRetry={() => void machines.refetch()} />
        </Paper>
      )}
      {!machines.error && (!machines.data || isPending) && <FormSkeleton />}
      {machines.data && !isPending && <NewSessionForm machines={machines.data.items} sessions={sessions} />}
    </div>
  );
}

const skeletonFields = [
  { field: 'machine', height: 32 },
  { field: 'folder', height: 32 },
  { field: 'model', height: 32 },
  { field: 'mode', height: 160 },
  { field: 'message', height: 76 },
];

function FormSkeleton() {
  return (
    <Stack gap={20}>
      {skeletonFields.map(({ field, height }) => (
        <div key={field}>
          <Skeleton h={10} w={90} mb={10} />
          <Skeleton h={height} />
        </div>
      ))}
    </Stack>
  );
}
