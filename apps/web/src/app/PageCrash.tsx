import { Button, Code, EmptyState, Paper } from '@mantine/core';
import { IconAlertOctagon, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { EntryFrame } from '#modules/entry/EntryFrame.tsx';

/** A part of the app that could not be fetched: the server is away, or newer than this page. */
function isLoadFailure(error: unknown) {
  return error instanceof TypeError && /import|module|preload/i.test(error.message);
}

/** Instead of a blank page when a page could not be loaded or has a fault. */
export function PageCrash() {
  const { t } = useTranslation();
  const error = useRouteError();
  const notLoaded = isLoadFailure(error);
  return (
    <EntryFrame>
      <Paper>
        <EmptyState
          role="alert"
          py={72}
          px={24}
          size="sm"
          icon={<IconAlertOctagon size={28} stroke={1.5} color="var(--ace-severity-critical)" />}
          title={notLoaded ? t('error.pageNotLoaded') : t('error.pageCrashed')}
          description={notLoaded ? t('error.pageNotLoadedAdvice') : t('error.pageCrashedAdvice')}
        >
          <EmptyState.Actions>
            <Button leftSection={<IconRefresh size={15} />} onClick={() => location.reload()}>
              {t('action.reload')}
            </Button>
          </EmptyState.Actions>
          {!notLoaded && error instanceof Error && (
            <EmptyState.Description>
              <Code>{error.message}</Code>
            </EmptyState.Description>
          )}
        </EmptyState>
      </Paper>
    </EntryFrame>
  );
}
