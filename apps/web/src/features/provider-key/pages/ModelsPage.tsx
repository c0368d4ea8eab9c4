import { Paper } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { ErrorState } from '#ui/ErrorState.tsx';
import { KeyTabs } from '../components/KeyTabs.tsx';
import { ModelsForm, ModelsFormSkeleton } from '../components/ModelsForm.tsx';
import { providerKeysPage } from '../pages.ts';
import classes from './ModelsPage.module.css';

/** Which models may be called at all, and by which other names. */
export function ModelsPage() {
  const { t } = useTranslation();
  const settings = useQuery(trpc.gateway.settings.queryOptions());
  usePageTitle(t('gateway.models'), t(providerKeysPage.title));
  return (
    <>
      <KeyTabs purpose={t('gateway.modelsPurpose')} />
      <Paper className={classes.panel}>
        {settings.data && <ModelsForm settings={settings.data} />}
        {!settings.data && settings.error && (
          <ErrorState title={t('gateway.loadFailed')} error={settings.error} onRetry={() => void settings.refetch()} />
        )}
        {settings.isPending && <ModelsFormSkeleton />}
      </Paper>
    </>
  );
}
