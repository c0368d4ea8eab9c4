import { Button, Code, EmptyState, Paper } from '@mantine/core';
import { IconAlertOctagon, IconPlugConnectedX, IconRefresh, IconSparkles } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { retryConnection, useConnection } from '#lib/connection.ts';
import { isMissingPart, reloadForPart } from '#lib/missing-part.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { Loading } from './guards/Loading.tsx';

/** In the place of a page that could not be loaded or has a fault. */
export function PageFault() {
  const error = useRouteError();
  return isMissingPart(error) ? <MissingPage key={String(error)} /> : <Crash error={error} />;
}

/** While the server is away, and once it is back with a newer app. */
function MissingPage() {
  const { t } = useTranslation();
  const { lost, outdated } = useConnection();
  useEffect(() => {
    let here = true;
    void reloadForPart(() => here);
    return () => {
      here = false;
    };
  }, []);
  if (outdated) {
    return (
      <Fault
        icon={IconSparkles}
        calm
        title={t('error.pageOutdated')}
        advice={t('error.pageOutdatedAdvice')}
        action={t('action.reload')}
        onAction={() => location.reload()}
      />
    );
  }
  if (!lost) return <Loading />;
  return (
    <Fault
      icon={IconPlugConnectedX}
      title={t('error.pageAway')}
      advice={t('error.pageAwayAdvice')}
      action={t('action.tryAgain')}
      onAction={() => void retryConnection()}
    />
  );
}

function Crash({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <Fault
      icon={IconAlertOctagon}
      title={t('error.pageCrashed')}
      advice={t('error.pageCrashedAdvice')}
      action={t('action.reload')}
      onAction={() => location.reload()}
      detail={error instanceof Error ? error.message : undefined}
    />
  );
}

interface FaultProps {
  icon: typeof IconRefresh;
  /** Nothing went wrong. */
  calm?: boolean;
  title: string;
  advice: string;
  action: string;
  onAction: () => void;
  detail?: string | undefined;
}

function Fault({ icon: Icon, calm, title, advice, action, onAction, detail }: FaultProps) {
  usePageTitle(title);
  return (
    <Paper>
      <h1 className="visuallyHidden">{title}</h1>
      <EmptyState
        role="alert"
        py={72}
        px={24}
        size="sm"
        icon={<Icon size={28} stroke={1.5} {...(!calm && { color: 'var(--ace-severity-critical)' })} />}
        title={title}
        description={advice}
      >
        <EmptyState.Actions>
          <Button leftSection={<IconRefresh size={15} />} onClick={onAction}>
            {action}
          </Button>
        </EmptyState.Actions>
        {detail && (
          <EmptyState.Description>
            <Code>{detail}</Code>
          </EmptyState.Description>
        )}
      </EmptyState>
    </Paper>
  );
}
